import { Output } from './io';

const PATIENCE_MILLISECONDS = 1000;
const PAUSE_MILLISECONDS = 100;

/** Shows on a terminal how far the command is, when it takes long. */
export class Progress {
  private readonly started: number;
  private shownAt = 0;
  private shown = '';

  constructor(private readonly output: Output, private readonly total: number, private readonly now: () => number = Date.now) {
    this.started = now();
  }

  /** Says how many files are done. */
  public step(done: number): void {
    const now = this.now();
    if (this.output.isTTY && now - this.started > PATIENCE_MILLISECONDS && now - this.shownAt > PAUSE_MILLISECONDS) {
      this.shownAt = now;
      this.shown = `${done} of ${this.total} files read`;
      this.output.write(`\r${this.shown}`);
    }
  }

  /** Takes the line away. */
  public end(): void {
    if (this.shown) {
      this.output.write(`\r${' '.repeat(this.shown.length)}\r`);
    }
  }
}
