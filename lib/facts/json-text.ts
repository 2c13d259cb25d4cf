import { Step } from '../diagnostics';

/** Why a text is not JSON. */
export interface JsonFault {
  /** The place of what is wrong; the end of the text where something is missing there. */
  readonly at: number;
  /** What stands there, in words. */
  readonly reason: string;
  /** What to do about it. */
  readonly fix: string;
}

const STRING = /"[^"\\\u0000-\u001f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\u0000-\u001f]*)*"/.source;
const WORD = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/.source;
/** Blanks, and one sign, string or word of JSON behind them, where there is one. */
const TOKEN = new RegExp(`[ \\t\\r\\n]*(?:([{}[\\],:])|(${STRING})|(${WORD})(?![\\w.]))?`, 'y');

/** What a text that is JSON says, and its value does not show. */
export interface JsonSpelling {
  /** The ways to the keys that an object has again. */
  readonly repeatedKeys: Step[][];
  /** The numbers that are written with a fraction or an exponent, and the ways to them. */
  readonly decimals: Array<{ readonly path: Step[]; readonly text: string }>;
}

/** How a text that is JSON is written. */
export function spellingOf(text: string): JsonSpelling {
  const found: JsonSpelling = { repeatedKeys: [], decimals: [] };
  const path: Step[] = [];
  // of each object that is open its keys, and of each list nothing
  const open: Array<Set<string> | undefined> = [];
  for (let at = 0, isKey = false; at < text.length;) {
    TOKEN.lastIndex = at;
    const [token, sign, string, word] = TOKEN.exec(text) ?? [''];
    if (token === '') {
      break;
    }
    at += token.length;
    const keys = open.at(-1);
    if (sign === '{' || sign === '[') {
      open.push(sign === '{' ? new Set() : undefined);
      path.push(0);
      isKey = sign === '{';
    } else if (sign === '}' || sign === ']') {
      open.pop();
      path.pop();
    } else if (sign === ',') {
      isKey = keys !== undefined;
      if (!keys) {
        path[path.length - 1] = Number(path.at(-1)) + 1;
      }
    } else if (string !== undefined && isKey && keys) {
      const key = string.includes('\\') ? JSON.parse(string) as string : string.slice(1, -1);
      path[path.length - 1] = key;
      if (keys.has(key)) {
        found.repeatedKeys.push([...path]);
      }
      keys.add(key);
      isKey = false;
    } else if (word !== undefined && /\d[.eE]/.test(word)) {
      found.decimals.push({ path: [...path], text: word });
    }
  }
  return found;
}

/** What may come next. */
type Expected = 'value' | 'value or end' | 'key' | 'key or end' | ':' | ', or end' | 'nothing';

const LONGEST_EXCERPT = 30;

/** The first place at which the text is not JSON; undefined where it is. */
export function faultOfJson(text: string): JsonFault | undefined {
  const open: string[] = [];
  let expected: Expected = 'value';
  for (let at = 0; ;) {
    TOKEN.lastIndex = at;
    const [token, sign = '', string, word] = TOKEN.exec(text) ?? [''];
    at += token.length;
    const start = at - (sign || string || word || '').length;
    if (start === text.length) {
      return expected === 'nothing' ? undefined : { at: start, ...atTheEnd(open) };
    }
    const next = follow(expected, sign || (string === undefined ? word : '"'), open);
    if (!next) {
      return { at: start, ...wrongAt(text, start, expected) };
    }
    expected = next;
  }
}

/** What may come behind the token; undefined where the token itself may not. */
function follow(expected: Expected, token: string | undefined, open: string[]): Expected | undefined {
  const closes = token === (open.at(-1) === '{' ? '}' : ']');
  const behind = () => (open.length > 0 ? ', or end' : 'nothing');
  if (closes && open.length > 0 && expected.endsWith('or end')) {
    open.pop();
    return behind();
  }
  switch (expected) {
    case 'value':
    case 'value or end':
      if (token === '{' || token === '[') {
        open.push(token);
        return token === '{' ? 'key or end' : 'value or end';
      }
      return token === undefined || /^[}\],:]$/.test(token) ? undefined : behind();
    case 'key':
    case 'key or end':
      return token === '"' ? ':' : undefined;
    case ':':
      return token === ':' ? 'value' : undefined;
    default:
      return expected === ', or end' && token === ',' ? (open.at(-1) === '{' ? 'key' : 'value') : undefined;
  }
}

function atTheEnd(open: readonly string[]): Pick<JsonFault, 'reason' | 'fix'> {
  const closing = open.at(-1) === '[' ? ']' : '}';
  return open.length > 0
    ? { reason: `it ends before its last "${closing}"`, fix: `close what is open, with "${closing}" last` }
    : { reason: 'it is empty', fix: 'write the text' };
}

function wrongAt(text: string, at: number, expected: Expected): Pick<JsonFault, 'reason' | 'fix'> {
  const rest = text.slice(at, at + 200).split(/[\r\n]/)[0].trimEnd();
  const found = JSON.stringify(rest.length > LONGEST_EXCERPT ? `${rest.slice(0, LONGEST_EXCERPT)}…` : rest);
  const where = text.includes('\n') ? `in its line ${text.slice(0, at).split('\n').length} ` : '';
  if (/^(#|\/\/|\/\*)/.test(rest)) {
    return { reason: `${where}there is the comment ${found}`, fix: 'remove the comment: JSON has none' };
  }
  if (/^['‘’“”]/.test(rest)) {
    return { reason: `${where}there is ${found}`, fix: 'write plain double quotes around keys and texts' };
  }
  if (/^[}\]]/.test(rest) && (expected === 'key' || expected === 'value') && /,\s*$/.test(text.slice(Math.max(0, at - 200), at))) {
    return { reason: `${where}there is a comma before ${JSON.stringify(rest[0])}`, fix: 'remove the comma behind the last member' };
  }
  if (expected === ', or end' && /^["{[]/.test(rest)) {
    return { reason: `${where}there is no comma before ${found}`, fix: 'separate the members by commas' };
  }
  return expected === 'nothing'
    ? { reason: `${where}there is ${found} behind its end`, fix: 'remove what is behind the end' }
    : { reason: `${where}there is ${found} where ${WHAT[expected]} must be`, fix: 'correct the text there' };
}

const WHAT: Readonly<Record<Exclude<Expected, 'nothing'>, string>> = {
  'value': 'a value',
  'value or end': 'a value or "]"',
  'key': 'a key in double quotes',
  'key or end': 'a key in double quotes or "}"',
  ':': 'a colon',
  ', or end': 'a comma or the end of what is open',
};
