import { Proof } from './proof';
import { Node, Pod, RunningPod } from '../../vm';

/** Where a chained plugin has worked. */
interface Place {
  readonly node: Node;
  readonly pod: Pod;
  readonly interfaceName: string;
  readonly addresses: readonly string[];
}

/** What is there because of a chained plugin: what was looked at, what is there, and what should be. */
type Effect = (plugin: any, place: Place) => Promise<[string, unknown, unknown][]>;

const EFFECTS: Record<string, Effect> = {
  tuning: async ({ sysctl = {}, allmulti }, { pod, interfaceName }) => [
    ...await Promise.all(Object.entries(sysctl).map(async ([name, value]): Promise<[string, unknown, unknown]> => {
      const file = name.replace('IFNAME', interfaceName).replace(/\./g, '/');
      return [name, await pod.runOk(`cat /proc/sys/${file}`), value];
    })),
    ['ALLMULTI', (await pod.link(interfaceName)).flags.includes('ALLMULTI'), allmulti ?? false],
  ],
  sbr: async (_, { pod, addresses }) => {
    const rules = (await pod.runOk('ip -4 rule show')).split('\n').filter((line) => line.includes('lookup 1'));
    return [['the rules of sbr', rules.map((line) => /from (\S+) lookup/.exec(line)?.[1]), addresses]];
  },
  vrf: async ({ vrfname }, { pod, interfaceName }) => [['the VRF', (await pod.link(interfaceName)).master, vrfname]],
  bandwidth: async ({ runtimeConfig, ...limits }, { node }) => {
    const { ingressRate = 0, egressRate = 0 } = runtimeConfig?.bandwidth ?? limits;
    const shown = await node.runOk('tc qdisc show');
    return [ingressRate, egressRate].filter((rate) => rate > 0).map((rate) => [`the limit ${rate}`, shown.includes(` rate ${rate / 1e6}Mbit `), true]);
  },
  portmap: async ({ runtimeConfig }, { node, addresses }) => {
    const shown = await node.runOk('iptables -t nat -S');
    return runtimeConfig.portMappings.map(({ hostPort, containerPort }: any) =>
      [`the port ${hostPort}`, shown.includes(`--dport ${hostPort} -j DNAT --to-destination ${addresses[0]}:${containerPort}`), true]);
  },
  firewall: async ({ ingressPolicy }, { node, addresses }) => {
    const shown = await node.runOk('iptables -S');
    return [
      ['the rules of the firewall', shown.split('\n').filter((line) => line.startsWith('-A CNI-FORWARD') && line.includes(` ${addresses[0]}/32 `)).length, 2],
      ['the rules for the bridge', shown.includes('-A CNI-ISOLATION-STAGE-1'), ingressPolicy === 'same-bridge'],
    ];
  },
};

/** Looks for what the chained plugins of a pod should have done. */
export async function proveChained(proof: Proof, node: Node, { pod, delegates }: Pick<RunningPod, 'pod' | 'delegates'>): Promise<void> {
  for (const { interfaceName, plugins } of delegates) {
    const addresses = (await pod.addresses(interfaceName)).map((address) => address.split('/')[0]);
    for (const plugin of plugins.slice(1)) {
      const effects = await EFFECTS[plugin.type](plugin, { node, pod, interfaceName, addresses });
      effects.forEach(([what, got, expected]) => proof.equal(`${what} on ${interfaceName} of ${pod.name}`, got, expected));
    }
  }
}
