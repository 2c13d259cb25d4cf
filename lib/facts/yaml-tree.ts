import { CST, Composer, Document, LineCounter, Parser, Tags, YAMLParseError, isMap, isScalar, isSeq } from 'yaml';
import { Step } from '../diagnostics';

/** A YAML document, and where its values stand. */
export interface YamlTree {
  readonly document: Document.Parsed;
  /** The text that the places in the document refer to; its lines are those of the text that was read. */
  readonly text: string;
  readonly lines: LineCounter;
}

/** Deeper than any object goes. The library reads what is nested by calling itself, which near the end of the stack can end the process. */
const DEEPEST = 200;

/** The library looks for the anchor of each alias among all of them. */
const MOST_ALIASES = 10_000;

/** As many quotes as a person writes in one document. */
const MOST_INDENTED = 20;

/** What indented lines are indented by: more than what is around them. */
const INDENTATION = ' '.repeat(64);

/**
 * Reads the first document of a text, with all its errors.
 *
 * @throws where the document is too much for the library
 */
export function readTree(text: string): YamlTree {
  let tree = parse(text);
  for (let i = 0; i < MOST_INDENTED; i++) {
    const indented = indentQuote(tree);
    if (indented === undefined) {
      break;
    }
    tree = parse(indented);
  }
  return tree;
}

/**
 * What unquoted values mean to kubectl: as in YAML 1.1, `yes` is true and `010` is 8, but a time is a text, and numbers with a point or
 * an exponent, and octal ones such as `0o10`, are those of YAML 1.2.
 */
function tagsOfKubectl(tags: Tags): Tags {
  return [
    ...tags.filter((tag) => typeof tag === 'string' || !(tag.format === 'TIME' || /:(float|timestamp)$/.test(tag.tag))),
    'intOct', 'float', 'floatExp', 'floatNaN',
  ];
}

function parse(text: string): YamlTree {
  const lines = new LineCounter();
  // the library compares each key with every other where it is to find duplicates
  const composer = new Composer({ prettyErrors: false, uniqueKeys: false, logLevel: 'silent', merge: true, schema: 'yaml-1.1', customTags: tagsOfKubectl });
  const errors: YAMLParseError[] = [];
  const tokens = new Parser(lines.addNewLine).parse(text);
  const [document] = composer.compose(checked(tokens, errors), true, text.length);
  document.errors.push(...errors);
  return { document: document as Document.Parsed, text, lines };
}

function* checked(tokens: Iterable<CST.Token>, errors: YAMLParseError[]): Generator<CST.Token> {
  for (const token of tokens) {
    checkToken(token, errors);
    yield token;
  }
}

/** Deeper than what makes an object have other networks: the annotations of pods in a template, in a list. */
const DEEPEST_REPEATED = 10;

/** The ways to the keys that maps have again. kubectl takes the last one, or refuses the object. */
export function* repeatedKeys(node: unknown, path: readonly Step[] = []): Generator<readonly Step[]> {
  if (path.length > DEEPEST_REPEATED) {
    return;
  }
  if (isSeq(node)) {
    for (const [i, item] of node.items.entries()) {
      yield* repeatedKeys(item, [...path, i]);
    }
  }
  const last = new Map<string, unknown>();
  for (const { key, value } of isMap(node) ? node.items : []) {
    const name = isScalar(key) ? key.value : undefined;
    if (typeof name === 'string' && name !== '<<') {
      if (last.has(name)) {
        yield [...path, name];
      }
      last.set(name, value);
    }
  }
  // what does not count has nothing again that would
  for (const [name, value] of last) {
    yield* repeatedKeys(value, [...path, name]);
  }
}

/** Level by level, because what is to be found out is whether calls would go too deep. */
function checkToken(root: CST.Token, errors: YAMLParseError[]): void {
  let aliases = 0;
  let level: CST.Token[] = [root];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > DEEPEST) {
      throw new Error(`it is nested more than ${DEEPEST} levels deep`);
    }
    const below: CST.Token[] = [];
    for (const token of level) {
      if (token.type === 'alias' && ++aliases > MOST_ALIASES) {
        throw new Error(`it has more than ${MOST_ALIASES} aliases`);
      }
      for (const { key, value } of 'items' in token ? token.items : [token as { key?: null; value?: unknown }]) {
        if (key) {
          below.push(key);
          if ('items' in key) {
            errors.push(new YAMLParseError([key.offset, key.offset], 'UNEXPECTED_TOKEN', 'A key must be a text; a template must be rendered first'));
          }
        }
        if (typeof value === 'object' && value !== null) {
          below.push(value as CST.Token);
        }
      }
    }
    level = below;
  }
}

/**
 * Where the first error is that a line in quotes stands too far left, the text with the lines of these quotes further right.
 * kubectl reads such lines. The space at their beginning is no part of the value, and no line's number changes.
 */
function indentQuote({ document, text }: YamlTree): string | undefined {
  const [error] = document.errors;
  const quote = /^Missing closing (["'])quote/.exec(error?.message ?? '')?.[1];
  if (!quote) {
    return undefined;
  }
  const [at] = error.pos;
  const end = endOfQuote(text, quote, at);
  return end < 0 ? undefined : text.slice(0, at) + text.slice(at, end).replaceAll('\n', `\n${INDENTATION}`) + text.slice(end);
}

function endOfQuote(text: string, quote: string, from: number): number {
  const closing = quote === '"' ? /\\[^]|"/g : /''|'/g;
  closing.lastIndex = from;
  let match = closing.exec(text);
  while (match && match[0] !== quote) {
    match = closing.exec(text);
  }
  return match?.index ?? -1;
}
