/** A part of the results. */
export interface Section {
  /** What it is called on the command line. */
  readonly name: string;
  readonly title: string;
  /** What is compared, and what was aimed at. */
  readonly about: string;
  /** Measures, and says what came of it. */
  run(): string;
}
