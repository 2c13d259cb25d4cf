import { ChildProcessWithoutNullStreams, spawn } from 'child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { Accelerator, accelerators } from './accelerators';
import { program, requireAll } from './debian';
import { initramfs } from './initramfs';
import { kernel } from './kernel';

/** How a script ended. */
export interface Outcome {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** How to run a machine. */
export interface MachineOptions {
  /** The ways to try one after the other. */
  readonly accelerators?: readonly Accelerator[];
  /** How long the machine may live. */
  readonly seconds?: number;
}

const CONSOLE_LINES = 30;
const SCRIPT_SECONDS = 60;

/** How much longer than a script the machine may take to say so: it is slow where its host is busy. */
const SLACK_SECONDS = 60;

/**
 * A virtual machine with Debian's cloud kernel, the real CNI plugins, and nothing else: no disk, no network. It runs as an
 * ordinary user.
 */
export class Machine {
  /** Starts a machine, and waits until it answers. */
  public static async boot({ accelerators: ways = accelerators(), seconds = 300 }: MachineOptions = {}): Promise<Machine> {
    requireAll();
    const { image, modules } = kernel();
    const folder = mkdtempSync(join(tmpdir(), 'cdk8s-multus-machine-'));
    try {
      const initrd = join(folder, 'initrd');
      writeFileSync(initrd, initramfs({ image, modules }, folder));
      rmSync(join(folder, 'root'), { recursive: true });
      let failure: unknown;
      for (const way of ways) {
        // norandmaps: what qemu has translated of a program serves the next run too, which makes the tests take 40% less
        const machine = new Machine(way, folder, seconds, [
          '-kernel', image, '-initrd', initrd, '-append',
          `console=ttyS0 panic=-1 mitigations=off norandmaps random.trust_cpu=on tsc=reliable quiet loglevel=3 machine.seconds=${seconds}`,
        ]);
        try {
          await machine.ready(way.bootSeconds);
          return machine;
        } catch (error) {
          failure = error;
          machine.kill();
        }
      }
      throw failure;
    } catch (error) {
      rmSync(folder, { recursive: true, force: true });
      throw error;
    }
  }

  private readonly qemu: ChildProcessWithoutNullStreams;
  private readonly timer: NodeJS.Timeout;
  private readonly atExit: () => void;
  private readonly ended: Promise<number | null>;
  private received: Buffer[] = [];
  private waiting?: { fields: number; resolve: (fields: string[]) => void; reject: (error: Error) => void };
  private last: Promise<unknown> = Promise.resolve();
  private end?: string;

  private constructor(public readonly accelerator: Accelerator, private readonly folder: string, seconds: number, args: readonly string[]) {
    this.qemu = spawn(program('qemu-system-x86_64'), [
      '-accel', accelerator.name, '-M', 'pc', '-cpu', accelerator.name === 'kvm' ? 'host' : 'qemu64,+rdrand', '-smp', '1', '-m', '512',
      '-nographic', '-nodefaults', '-no-user-config', '-no-reboot', '-monitor', 'none', '-net', 'none',
      '-serial', `file:${this.consoleFile}`, '-serial', 'stdio', ...args,
    ]);
    this.qemu.stdout.on('data', (data: Buffer) => this.receive(data));
    this.qemu.stdin.on('error', () => { /* the end of the process says more */ });
    let complaints = '';
    this.qemu.stderr.on('data', (data) => { complaints += data; });
    this.ended = new Promise((resolve) => {
      this.qemu.on('error', (error) => this.fail(error.message));
      this.qemu.on('close', (status) => {
        this.fail(`the virtual machine ended (${status})${complaints && `: ${complaints.trim()}`}`);
        resolve(status);
      });
    });
    this.timer = setTimeout(() => this.fail(`the virtual machine did not end within ${seconds} seconds`), seconds * 1000);
    this.timer.unref();
    this.atExit = () => this.kill();
    process.on('exit', this.atExit);
  }

  /** What the kernel and the first process wrote. */
  public get console(): string {
    try {
      return readFileSync(this.consoleFile, 'utf8');
    } catch {
      return '';
    }
  }

  /** Runs a bash script as root in the machine, after those that were given before. */
  public run(script: string, seconds = SCRIPT_SECONDS): Promise<Outcome> {
    const outcome = this.last.then(async () => {
      const answer = this.receiveFields(3, seconds + SLACK_SECONDS, `the script did not end within ${seconds} seconds: ${script}`);
      this.send(`${seconds}\n${script}`);
      const [status, stdout, stderr] = await answer;
      return { status: Number(status), stdout, stderr };
    });
    this.last = outcome.catch(() => undefined);
    return outcome;
  }

  /** Runs a script that must succeed, and returns what it printed. */
  public async runOk(script: string, seconds?: number): Promise<string> {
    const { status, stdout, stderr } = await this.run(script, seconds);
    if (status !== 0) {
      throw new Error(`the script ended with ${status}: ${script}\n${stdout}\n${stderr}`);
    }
    return stdout;
  }

  /** Ends the machine. */
  public async close(): Promise<void> {
    await this.last;
    if (this.end === undefined) {
      this.send('');
      await Promise.race([this.ended, new Promise((resolve) => setTimeout(resolve, 10_000).unref())]);
    }
    this.kill();
    await this.ended;
    rmSync(this.folder, { recursive: true, force: true });
  }

  private get consoleFile(): string {
    return join(this.folder, 'console');
  }

  private async ready(seconds: number): Promise<void> {
    const [word] = await this.receiveFields(1, seconds, `the virtual machine (${this.accelerator.name}) did not start within ${seconds} seconds`);
    if (word !== 'ready') {
      throw new Error(`the virtual machine began with ${JSON.stringify(word)}`);
    }
  }

  private send(text: string): void {
    if (text.includes('\0')) {
      throw new Error(`a script cannot hold a NUL: ${JSON.stringify(text)}`);
    }
    this.qemu.stdin.write(`${text}\0`);
  }

  private receiveFields(fields: number, seconds: number, complaint: string): Promise<string[]> {
    if (this.end !== undefined) {
      return Promise.reject(new Error(this.end));
    }
    return new Promise<string[]>((resolve, reject) => {
      const timer = setTimeout(() => this.fail(complaint), seconds * 1000);
      this.waiting = {
        fields,
        resolve: (values) => { clearTimeout(timer); resolve(values); },
        reject: (error) => { clearTimeout(timer); reject(error); },
      };
    });
  }

  private receive(data: Buffer): void {
    this.received.push(data);
    // only then can the answer be whole
    if (data.at(-1) === 0) {
      const values = Buffer.concat(this.received).toString('utf8').split('\0').slice(0, -1);
      const waiting = this.waiting;
      if (waiting && values.length >= waiting.fields) {
        this.received = [];
        this.waiting = undefined;
        waiting.resolve(values);
      }
    }
  }

  /** Ends the machine for a reason, which every script from now on fails with. */
  private fail(reason: string): void {
    if (this.end === undefined) {
      const lines = this.console.trim().split('\n').slice(-CONSOLE_LINES).join('\n');
      this.end = lines === '' ? reason : `${reason}\n${lines}`;
    }
    const waiting = this.waiting;
    this.waiting = undefined;
    waiting?.reject(new Error(this.end));
    this.kill();
  }

  private kill(): void {
    clearTimeout(this.timer);
    process.off('exit', this.atExit);
    this.qemu.kill('SIGKILL');
  }
}
