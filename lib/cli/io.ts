/** A stream that the command writes to. */
export interface Output {
  /** Whether people read it on a terminal. */
  readonly isTTY?: boolean;
  /** The width of the terminal. */
  readonly columns?: number;
  write(text: string): unknown;
}

/** The world around the command, so that a test can be it. */
export interface Io {
  readonly stdin: AsyncIterable<Uint8Array>;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The folder that relative paths start from. */
  readonly cwd: string;
}

/** Whether text may be coloured. See https://no-color.org and https://force-color.org. */
export function isColoured(output: Output, env: Io['env']): boolean {
  if (env.FORCE_COLOR) {
    return env.FORCE_COLOR !== '0' && env.FORCE_COLOR !== 'false';
  }
  return output.isTTY === true && !env.NO_COLOR && env.TERM !== 'dumb';
}
