import { ChildProcess, spawn } from 'child_process';
import { once } from 'events';
import { existsSync, mkdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { Interface, createInterface } from 'readline';
import { ROOT, runOk } from '../../support/process';

/** The release of jsii's programs, which have one number. */
export const JSII_RELEASE = '1.140.0';

/** The program that runs the library for Python, Go, Java and C#: their packages of jsii hold it. */
const RUNTIME = `@jsii/runtime@${JSII_RELEASE}`;
const CACHE = join(ROOT, 'node_modules', '.cache', 'cdk8s-multus-jsii');

/** Answers a call of the library to an object of the host. */
export type Answer = (member: string) => unknown;

/** A program in another language, as far as the library can tell: it asks for constructs by the protocol of jsii. */
export class JsiiHost {
  /** Loads the packages, which must be named in the order in which they need each other. */
  public static async start(folder: string, packages: readonly string[], answer: Answer = () => undefined): Promise<JsiiHost> {
    const host = new JsiiHost(answer);
    await host.read(); // its greeting
    for (const place of packages) {
      const { name, version } = JSON.parse(readFileSync(join(place, 'package.json'), 'utf8'));
      const tarball = packed(place, folder);
      await host.call({ api: 'load', name, version, tarball });
    }
    return host;
  }

  private readonly runtime: ChildProcess;
  private readonly lines: AsyncIterableIterator<string>;
  private readonly reader: Interface;

  private constructor(private readonly answer: Answer) {
    this.runtime = spawn(process.execPath, [runtime()], {
      // without its cache it leaves nothing in the home of the user
      env: { ...process.env, JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '20', JSII_RUNTIME_PACKAGE_CACHE: 'disabled' },
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    this.reader = createInterface({ input: this.runtime.stdout! });
    this.lines = this.reader[Symbol.asyncIterator]();
  }

  /** Makes an object. */
  public create(fqn: string, ...args: unknown[]): Promise<any> {
    return this.call({ api: 'create', fqn, args });
  }

  /** Makes an object of the host, whose members the library calls. */
  public implement(fqn: string, ...methods: string[]): Promise<any> {
    return this.call({ api: 'create', fqn: 'Object', interfaces: [fqn], overrides: methods.map((method) => ({ method, cookie: method })) });
  }

  public async static(fqn: string, method: string, ...args: unknown[]): Promise<any> {
    return (await this.call({ api: 'sinvoke', fqn, method, args })).result;
  }

  public async invoke(objref: unknown, method: string, ...args: unknown[]): Promise<any> {
    return (await this.call({ api: 'invoke', objref, method, args })).result;
  }

  public async close(): Promise<void> {
    // killed, it would leave the program that it runs
    this.runtime.stdin!.end();
    await once(this.runtime, 'exit');
    this.reader.close();
  }

  /** @throws with what the library throws */
  private async call(request: object): Promise<any> {
    this.write(request);
    for (;;) {
      const { ok, error, callback } = await this.read();
      if (error !== undefined) {
        throw new Error(error);
      }
      if (callback === undefined) {
        return ok;
      }
      this.write({ complete: { cbid: callback.cbid, result: this.answer(callback.cookie) } });
    }
  }

  private write(message: object): void {
    this.runtime.stdin!.write(`${JSON.stringify(message)}\n`);
  }

  private async read(): Promise<any> {
    const { value, done } = await this.lines.next();
    if (done) {
      throw new Error('the runtime ended');
    }
    return JSON.parse(value);
  }
}

/** The members of a structure, which jsii passes by value. */
export function struct(fqn: string, data: object): object {
  return { '$jsii.struct': { fqn, data } };
}

export function map(members: object): object {
  return { '$jsii.map': members };
}

export function choice(fqn: string, member: string): object {
  return { '$jsii.enum': `${fqn}/${member}` };
}

function packed(place: string, folder: string): string {
  return join(folder, runOk('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder, place], ROOT).trim());
}

/** Downloaded once. A dependency it cannot be: it names packages that it does not need, and that are not published. */
function runtime(): string {
  const program = join(CACHE, 'package', 'webpack', 'bin', 'jsii-runtime.js');
  if (!existsSync(program)) {
    mkdirSync(CACHE, { recursive: true });
    const tarball = runOk('npm', ['pack', '--silent', '--pack-destination', CACHE, RUNTIME], ROOT).trim();
    runOk('tar', ['-xzf', tarball], CACHE);
  }
  return program;
}
