/** What was expected of the real thing, and did not come true: one sentence each. A proof without any holds. */
export class Proof {
  public readonly failures: string[] = [];

  /** Expects a value to be exactly this one. */
  public equal(what: string, got: unknown, expected: unknown): void {
    if (text(got) !== text(expected)) {
      this.failures.push(`${what}: got ${text(got)}; expected ${text(expected)}`);
    }
  }
}

function text(value: unknown): string {
  return JSON.stringify(value) ?? 'nothing';
}
