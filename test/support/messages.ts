import { Fault, messageOf } from '../../lib/diagnostics';

/** The message of the Error that the call throws. */
export function messageThrownBy(call: () => unknown): string {
  let thrown: unknown;
  try {
    call();
  } catch (error) {
    thrown = error;
  }
  if (!(thrown instanceof Error)) {
    throw new Error(`nothing was thrown but ${String(thrown)}`);
  }
  return thrown.message;
}

/** `error: …` or `warning: …` of each fault, in their order. */
export function linesOf(faults: readonly Fault[]): string[] {
  return faults.map((fault) => `${fault.severity}: ${messageOf(fault)}`);
}

/** What every refusal looks like, whatever was wrong: one line with the place, the rule, the property and the three parts. */
export const ONE_LINE = /^\[[^\n\r]*\] [a-z-]+ '[^\n\r]+' [^\n\r]+: got [^\n\r]+; expected [^\n\r]+; [^\n\r]+[^.\n\r]$/;

/** Calls, and passes where it returns, or throws one Error of ours. */
export function expectOneLineAtMost(call: () => unknown): void {
  try {
    call();
  } catch (error) {
    expect(error).toHaveProperty('constructor', Error);
    expect((error as Error).message).toMatch(ONE_LINE);
  }
}
