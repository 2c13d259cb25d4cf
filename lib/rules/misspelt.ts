import { distance } from 'fastest-levenshtein';

/** Shorter words differ in one letter where two networks are meant: wan and lan, dev and prd. */
const SHORTEST = 5;

/**
 * Whether one name is certainly the other one with a slip of the pen. Networks that belong together have names that differ in a word,
 * a letter at an end, or a number: those are no slips.
 */
export function isMisspelt(name: string, other: string): boolean {
  const [parts, others] = [partsOf(name), partsOf(other)];
  if (parts.join('') === others.join('')) {
    return true;
  }
  const differing = parts.map((part, i) => [part, others[i]] as const).filter(([part, meant]) => part !== meant);
  return parts.length === others.length && differing.length === 1 && isSlip(...differing[0]);
}

function partsOf(name: string): string[] {
  return name.toLowerCase().split(/[-._]/);
}

function isSlip(word: string, meant: string): boolean {
  if (/\d/.test(word + meant)) {
    return false;
  }
  const isSwapped = word.length === meant.length && word.length >= SHORTEST - 1
    && [...word].some((letter, i) => word.slice(0, i) + (word[i + 1] ?? '') + letter + word.slice(i + 2) === meant);
  const isCutOff = word.length >= SHORTEST && meant.slice(0, -1) === word;
  const hasEnds = word[0] === meant[0] && word.at(-1) === meant.at(-1);
  const isInside = hasEnds && Math.max(word.length, meant.length) >= SHORTEST && distance(word, meant) === 1;
  return isSwapped || isCutOff || isInside;
}
