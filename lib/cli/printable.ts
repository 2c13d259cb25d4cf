/** Controls, invisible and direction-changing characters, line separators, half characters. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** Characters that fill two columns of a terminal. */
const WIDE = /[\p{Script=Hangul}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Emoji_Presentation}\u3000-\u303e\uff01-\uff60]/u;

/**
 * Writes what would steer a terminal as JSON escapes (`\u001b`). A manifest comes from anywhere and must not be able to move the cursor or
 * hide a line. Applied to JSON without line breaks it leaves the meaning as it is.
 */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, (character) => Array.from(
    { length: character.length },
    (_, i) => `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`,
  ).join(''));
}

/** A name in quotes. */
export function quoted(name: string): string {
  return printable(JSON.stringify(name));
}

/** The beginning of a text that fits into the columns. */
export function cut(text: string, columns: number): string {
  let kept = '';
  let fitting = '';
  let used = 0;
  for (const character of text) {
    used += WIDE.test(character) ? 2 : 1;
    if (used > columns) {
      return `${fitting}…`;
    }
    kept += character;
    if (used < columns) {
      // the last column is for the ellipsis
      fitting = kept;
    }
  }
  return kept;
}

/** `1 error`, `2 errors`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
