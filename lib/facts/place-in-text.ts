import { Step } from '../diagnostics';

/**
 * A place inside a text that is a value of a document: the way to a value in the JSON that it is, or how many characters that are
 * not blank stand before it. Where the text stands in the document, its lines may be folded, indented and joined.
 */
export type PlaceInText = readonly Step[] | number;

/** The place of a character. */
export function placeInText(text: string, at: number): number {
  return text.slice(0, at).replace(/\s+/g, '').length;
}

/** The place of the character in the lines as they stand. */
export function characterAt(lines: string, place: number): number {
  let before = 0;
  for (let at = 0; at < lines.length; at++) {
    if (!/\s/.test(lines[at]) && before++ === place) {
      return at;
    }
  }
  return lines.trimEnd().length;
}
