import { Document, LineCounter, Node, Pair, Scalar, isCollection, isPair, isScalar } from 'yaml';
import { PlaceInText, characterAt } from './place-in-text';
import { YamlTree, readTree, repeatedKeys } from './yaml-tree';
import { Step } from '../diagnostics';

/** A document of a YAML or JSON text, and where its values stand. */
export interface SourceDocument {
  /** The value, as Kubernetes would read it. */
  readonly value: unknown;
  /** The ways to the keys that are there again, where the document may be about networks. */
  readonly repeatedKeys: ReadonlyArray<readonly Step[]>;
  /**
   * The line of the value at this path, or of the nearest value around it, from 1.
   *
   * @param inner the place inside the text that the value is
   */
  lineOf(path: readonly Step[], inner?: PlaceInText): number;
}

/** A document that cannot be read. */
export interface UnreadableDocument {
  readonly line: number;
  readonly reason: string;
  /** The line as it stands there. */
  readonly text?: string;
  /** What something else must replace before it is YAML, where there is such a thing. */
  readonly placeholder?: string;
}

/** What Helm, Jinja and others replace, and YAML takes for something else: `{{ .Values.master }}`, `{% if master %}`, `@MASTER@`. */
const PLACEHOLDER = /\{\{[^{}]{1,100}\}\}|\{%[^{}]{1,100}%\}|@[A-Z][A-Z\d_]{0,100}@/;

/** A word of all objects that the rules are about. Charts are full of templates, and those without such a word are nobody's business here. */
const OWN_WORD = /cni\.cncf\.io|multus|networkattachmentdefinition|whereabouts|cilium|sriov|mellanox/i;

/** A word of all objects that have networks, or are some. */
const NETWORK_WORD = /cni\.cncf\.io|multus-cni\.io|networkName/;

/** Where a document begins; inside one such a line cannot stand, not even in a block of text. */
const DOCUMENT_START = /^---(?:[ \t].*)?$/;

/** Each document may begin with one: files that have one may have been put together. */
const BYTE_ORDER_MARK = /^(---[^\n]*\n)?\uFEFF/;

/**
 * Reads the documents of a text one after the other, so that no more than one is in memory. Empty documents are left out.
 *
 * An unreadable document does not hide those behind it.
 */
export function* readDocuments(text: string): Generator<SourceDocument | UnreadableDocument> {
  for (const { part, firstLine } of split(text)) {
    const document = readDocument(part.replace(BYTE_ORDER_MARK, '$1'), firstLine);
    // behind a line that begins a document, kubectl takes the first one only
    const objects = document && !isReadable(document) && !part.startsWith('---') ? jsonObjects(part) : [];
    if (objects.length > 1) {
      yield* objects.map((object) => readDocument(object.part, firstLine + object.linesBefore)).filter((object) => object !== undefined);
    } else if (document) {
      yield document;
    }
  }
}

/** The objects of a text that has nothing but objects of JSON, one behind the other, as `jq` prints them; otherwise none. */
function jsonObjects(text: string): Array<{ readonly part: string; readonly linesBefore: number }> {
  const objects = [];
  let [depth, start, linesBefore] = [0, 0, 0];
  for (const { 0: token, index } of text.matchAll(/"(?:[^"\\]|\\[^])*"|[{}[\]]/g)) {
    depth += { '{': 1, '[': 1, '}': -1, ']': -1 }[token] ?? 0;
    if (depth === 0) {
      const part = text.slice(start, index + 1);
      if (jsonObject(part) === undefined) {
        return [];
      }
      objects.push({ part, linesBefore });
      start = index + 1;
      linesBefore += part.split('\n').length - 1;
    }
  }
  return text.slice(start).trim() === '' ? objects : [];
}

export function isReadable(document: SourceDocument | UnreadableDocument): document is SourceDocument {
  return 'lineOf' in document;
}

/** Cuts a text at the lines that begin a document. Each part keeps its own marker. */
function* split(text: string): Generator<{ part: string; firstLine: number }> {
  let partStart = 0;
  let partLine = 1;
  let line = 1;
  let hasContent = false;
  for (let at = 0; at <= text.length;) {
    const newline = text.indexOf('\n', at);
    const end = newline < 0 ? text.length : newline;
    if (text.startsWith('---', at) && DOCUMENT_START.test(text.slice(at, end).trimEnd()) && hasContent) {
      yield { part: text.slice(partStart, at), firstLine: partLine };
      partStart = at;
      partLine = line;
    }
    hasContent ||= end > at && text[at] !== '#' && text[at] !== '%';
    at = end + 1;
    line++;
  }
  yield { part: text.slice(partStart), firstLine: partLine };
}

function readDocument(part: string, firstLine: number): SourceDocument | UnreadableDocument | undefined {
  try {
    const json = jsonObject(part);
    const tree = json === undefined ? readTree(part) : undefined;
    const [error] = tree?.document.errors ?? [];
    if (tree && error) {
      // what is missing at the end is missing behind the last word
      return unreadable(part, lineIn(tree, firstLine, Math.min(error.pos[0], tree.text.trimEnd().length - 1)), error.message, firstLine);
    }
    const value: unknown = json ?? tree?.document.toJS();
    if (value === null || value === undefined) {
      return undefined;
    }
    const text = detached(part);
    return {
      value,
      lineOf: (path, inner = []) => lineOf(text, firstLine, path, inner),
      repeatedKeys: tree && NETWORK_WORD.test(part) ? [...repeatedKeys(tree.document.contents)] : [],
    };
  } catch (error) {
    // aliases that multiply without end, or nesting deeper than the stack
    return unreadable(part, firstLine, error instanceof Error ? error.message : String(error));
  }
}

/** @param firstLine where the document begins, in a text in which the line says what is wrong */
function unreadable(part: string, line: number, reason: string, firstLine?: number): UnreadableDocument | undefined {
  const [placeholder] = PLACEHOLDER.exec(part) ?? [];
  if (placeholder !== undefined && !OWN_WORD.test(part)) {
    return undefined;
  }
  const text = firstLine === undefined ? undefined : part.split(/\r?\n/, line - firstLine + 1).at(-1)?.trim();
  return { line, reason: oneLine(reason), ...(text && { text }), ...(placeholder !== undefined && { placeholder }) };
}

/** What begins like a JSON object and is one, kubectl takes for JSON too; the usual parser is far quicker at it. */
function jsonObject(part: string): unknown {
  const text = part.startsWith('---') ? part.slice(3) : part;
  try {
    return /^\s*\{/.test(text) ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
}

/** A copy: part of a text would keep the whole of it in memory. */
function detached(part: string): string {
  return structuredClone(part);
}

/** A tree takes a hundred bytes for each of the text; beyond this the memory of a process would not do. */
const LARGEST_TREE = 16 * 1024 * 1024;

/**
 * The tree of the document that was last asked for a line: the next finding is usually in the same one.
 *
 * A tree is many times as large as its text, and most documents are never asked.
 */
let lastAsked: { readonly text: string; readonly tree: YamlTree } | undefined;

function treeOf(text: string): YamlTree {
  if (lastAsked?.text !== text) {
    lastAsked = { text, tree: readTree(text) };
  }
  return lastAsked.tree;
}

/** The line of the value, or of the document where the text, which is then JSON, is too much for the library. */
function lineOf(text: string, firstLine: number, path: readonly Step[], inner: PlaceInText): number {
  if (text.length > LARGEST_TREE) {
    return firstLine;
  }
  try {
    const tree = treeOf(text);
    const { offset, node } = find(tree.document, path);
    return lineIn(tree, firstLine, (typeof inner === 'number' || inner.length > 0) && isScalar(node) ? offsetInText(tree.text, node, inner) : offset);
  } catch {
    return firstLine;
  }
}

function lineIn({ lines }: { readonly lines: LineCounter }, firstLine: number, offset: number): number {
  // line 0 where the library gave up before it counted the first
  return firstLine + Math.max(lines.linePos(offset).line, 1) - 1;
}

/** A value of the document, and its place in the text: that of its key where it has one. */
function find(document: Document.Parsed, path: readonly Step[]): { readonly offset: number; readonly node: unknown } {
  let node: unknown = document.contents;
  let offset = document.contents?.range?.[0] ?? 0;
  for (const step of path) {
    const item: unknown = !isCollection(node) ? undefined : typeof step === 'number'
      ? node.items[step]
      : pairsOf(node).find((pair) => isScalar(pair.key) && pair.key.value === step);
    if (isPair(item)) {
      offset = (item.key as Node).range?.[0] ?? offset;
      node = item.value;
    } else if (item !== undefined) {
      offset = (item as Node).range?.[0] ?? offset;
      node = item;
    } else {
      return { offset, node: undefined };
    }
  }
  return { offset, node };
}

/** The place in the document of what is inside a text, which stands there as a block, in quotes or plain. JSON is YAML, so it is read again. */
function offsetInText(text: string, scalar: Scalar, place: PlaceInText): number {
  const [start, end] = scalar.range ?? [0, 0];
  const source = text.slice(start, end);
  const header = /^(?:[|>][^\n]*\n|['"])/.exec(source)?.[0].length ?? 0;
  const body = source.slice(header).replace(/['"]\s*$/, '');
  const lines = scalar.type === 'QUOTE_DOUBLE' ? unescaped(body) : scalar.type === 'QUOTE_SINGLE' ? body.replaceAll("''", "' ") : body;
  if (typeof place === 'number') {
    return start + header + characterAt(lines, place);
  }
  try {
    const inner = readTree(lines);
    return start + header + find(inner.document, caseless(inner.document, place)).offset;
  } catch {
    return start;
  }
}

/** The JSON text that stands in double quotes, with everything in its place: quotes for escaped ones, and space for all that is escaped otherwise. */
function unescaped(body: string): string {
  let isOpen = false;
  return body.replace(/\\\\\\[^]|\\[^]/g, (escape) => {
    if (escape === '\\"') {
      isOpen = !isOpen;
      return isOpen ? ' "' : '" ';
    }
    return escape.replace(/[^\n]/g, ' ');
  });
}

/** The path in the spelling of the text: Go reads keys in any case. */
function caseless(document: Document.Parsed, path: readonly Step[]): Step[] {
  const spelt: Step[] = [];
  for (const step of path) {
    const { node } = find(document, spelt);
    const keys = isCollection(node) ? pairsOf(node).map((pair) => (isScalar(pair.key) ? pair.key.value : undefined)) : [];
    const key = keys.find((name) => typeof name === 'string' && name.toLowerCase() === String(step).toLowerCase());
    spelt.push(typeof key === 'string' ? key : step);
  }
  return spelt;
}

/** The members of a map, the last first: of two with one key, the later counts. */
function pairsOf(node: { readonly items: readonly unknown[] }): Pair[] {
  return node.items.filter((item) => isPair(item)).reverse();
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
