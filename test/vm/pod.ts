import type { Node } from './node';
import { Delegate } from './multus';
import { Outcome } from './machine';
import { quote } from './quote';

/** What a plugin says where it fails. */
export interface CniError {
  readonly code: number;
  readonly msg: string;
  readonly details?: string;
}

/** How an ADD ended: with a result or with an error. */
export interface AddOutcome {
  readonly result?: any;
  readonly error?: CniError;
}

/** One plugin to run. */
interface Call {
  readonly command: 'ADD' | 'DEL' | 'CHECK';
  readonly type: string;
  readonly interfaceName: string;
  /** What the plugin reads: whatever the text is. */
  readonly config: string;
  readonly args?: string;
}

/** A pod: a network namespace on a node, to which the runtime adds interfaces and from which it deletes them. */
export class Pod {
  public readonly namespace: string;
  /** The results of the interfaces that were added, which a runtime keeps. */
  private readonly results = new Map<string, any>();

  constructor(private readonly node: Node, public readonly name: string) {
    this.namespace = `${node.name}.${name}`;
  }

  /** Adds an interface: runs the plugins one after the other, each with the result of the one before. */
  public async add({ interfaceName, plugins, args }: Delegate): Promise<AddOutcome> {
    let result: any;
    for (const plugin of plugins) {
      const config = JSON.stringify({ ...plugin, ...(result && { prevResult: result }) });
      const outcome = await this.call({ command: 'ADD', type: plugin.type, interfaceName, config, args });
      if (outcome.error) {
        return outcome;
      }
      result = outcome.result;
    }
    this.results.set(interfaceName, result);
    return { result };
  }

  /** Deletes an interface: runs the plugins in reverse. */
  public async del(delegate: Delegate): Promise<AddOutcome> {
    return this.again('DEL', delegate, [...delegate.plugins].reverse());
  }

  /** Asks the plugins whether the interface is still as they made it. */
  public async check(delegate: Delegate): Promise<AddOutcome> {
    return this.again('CHECK', delegate, delegate.plugins);
  }

  /** Runs one plugin on the node with exactly this text. */
  public async call({ command, type, interfaceName, config, args = '' }: Call): Promise<AddOutcome> {
    const variables = {
      CNI_COMMAND: command, CNI_CONTAINERID: this.namespace, CNI_NETNS: `/run/netns/${this.namespace}`, CNI_IFNAME: interfaceName,
      CNI_PATH: '/opt/cni/bin', CNI_ARGS: args,
    };
    const assignments = Object.entries(variables).map(([key, value]) => `${key}=${quote(value)}`).join(' ');
    const { status, stdout, stderr } = await this.node.run(`printf %s ${quote(config)} | ${assignments} /opt/cni/bin/${quote(type)}`);
    const printed = parsed(stdout);
    if (status === 0) {
      return { result: printed };
    }
    return { error: typeof printed?.msg === 'string' ? printed : { code: status, msg: `${stdout}${stderr}` } };
  }

  /** Whether an address answers, asked through the given interface. */
  public async ping(address: string, from: string): Promise<boolean> {
    // two, because the first may be lost while neighbours find each other
    const { status } = await this.run(`ping -c 2 -i 0.2 -W 1 -I ${quote(from)} ${quote(address)}`);
    return status === 0;
  }

  /** The addresses of an interface in CIDR notation, but for the kernel's own link-local ones. */
  public async addresses(interfaceName: string): Promise<string[]> {
    const [link] = await this.json(`address show dev ${quote(interfaceName)}`);
    return (link?.addr_info ?? []).filter(({ scope }: any) => scope !== 'link').map(({ local, prefixlen }: any) => `${local}/${prefixlen}`);
  }

  /** What `ip -d link` says of an interface; undefined where there is none. */
  public async link(interfaceName: string): Promise<any> {
    return (await this.json(`-d link show dev ${quote(interfaceName)}`))[0];
  }

  /** Routes of both families, `destination via gateway dev interface`. */
  public async routes(table = 'main'): Promise<string[]> {
    const routes = [...await this.json(`-4 route show table ${quote(table)}`), ...await this.json(`-6 route show table ${quote(table)}`)];
    return routes.filter(({ dst }: any) => !/^(fe80|ff00|multicast)/.test(dst))
      .map(({ dst, gateway, dev }: any) => [dst, ...(gateway ? ['via', gateway] : []), 'dev', dev].join(' '));
  }

  /** Runs a bash script in the pod's network namespace. */
  public run(script: string): Promise<Outcome> {
    return this.node.machine.run(`ip netns exec ${quote(this.namespace)} bash -c ${quote(script)}`);
  }

  /** Runs a script in the pod's network namespace that must succeed. */
  public runOk(script: string): Promise<string> {
    return this.node.machine.runOk(`ip netns exec ${quote(this.namespace)} bash -c ${quote(script)}`);
  }

  /** Removes the network namespace, and with it what is still in it. */
  public async remove(): Promise<void> {
    await this.node.machine.runOk(`ip netns delete ${quote(this.namespace)}`);
  }

  private async again(command: 'DEL' | 'CHECK', { interfaceName, cniVersion, args }: Delegate, plugins: readonly any[]): Promise<AddOutcome> {
    const result = this.results.get(interfaceName);
    const knowsResult = result !== undefined && !['', '0.1.0', '0.2.0', '0.3.0', '0.3.1'].includes(cniVersion ?? '');
    for (const plugin of plugins) {
      const config = JSON.stringify({ ...plugin, ...(knowsResult && { prevResult: result }) });
      const outcome = await this.call({ command, type: plugin.type, interfaceName, config, args });
      if (outcome.error) {
        return outcome;
      }
    }
    return {};
  }

  private async json(command: string): Promise<any[]> {
    const { stdout } = await this.node.machine.run(`ip -n ${quote(this.namespace)} -j ${command}`);
    return parsed(stdout) ?? [];
  }
}

function parsed(text: string): any {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
