import { checkMtu } from './interface-on-master';
import { checkIpamRefused } from './ipam-given';
import { Conf, FLAG, INTEGER, OBJECT, TEXT } from './keys';
import { checkVlanId } from './link-options';
import { PluginType } from './plugin-type';
import { checkOneOf, isAbsent } from './values';
import { Subnet } from '../address';
import { Fault, Step } from '../diagnostics';
import * as rules from '../diagnostics/ovn';
import { KEY_MISSING } from '../diagnostics/plugins';

const TYPE = 'ovn-k8s-cni-overlay';
const TOPOLOGIES = ['layer2', 'layer3', 'localnet'];

/** The keys that networks of other topologies may not have. */
const REFUSED: Readonly<Record<string, readonly string[]>> = {
  joinSubnet: ['layer2', 'layer3'],
  allowPersistentIPs: ['layer2', 'localnet'],
  reservedSubnets: ['layer2'],
  infrastructureSubnets: ['layer2'],
  defaultGatewayIPs: ['layer2'],
};

/** The keys that nobody reads in networks of other topologies. */
const IGNORED: Readonly<Record<string, readonly string[]>> = {
  excludeSubnets: ['layer2', 'localnet'],
  vlanID: ['localnet'],
  physicalNetworkName: ['localnet'],
};

/** The prefix length of a node's share of a layer 3 network, where none is written. */
const NODE_PREFIX = { 4: 24, 6: 64 };

/**
 * A network of OVN-Kubernetes. Its controller reads the configuration too, and makes no network of one that it refuses.
 *
 * @see https://ovn-kubernetes.io/features/multiple-networks/multi-homing/
 */
export const OVN_KUBERNETES: PluginType = {
  type: TYPE,
  keys: {
    topology: TEXT,
    netAttachDefName: TEXT,
    subnets: TEXT,
    excludeSubnets: TEXT,
    mtu: INTEGER,
    role: TEXT,
    vlanID: INTEGER,
    physicalNetworkName: TEXT,
    allowPersistentIPs: FLAG,
    joinSubnet: TEXT,
    reservedSubnets: TEXT,
    infrastructureSubnets: TEXT,
    transitSubnet: TEXT,
    defaultGatewayIPs: TEXT,
    transport: TEXT,
    outboundSNAT: TEXT,
    evpn: OBJECT,
    uplink: TEXT,
    deviceID: TEXT,
    logFile: TEXT,
    logLevel: TEXT,
    'logfile-maxsize': INTEGER,
    'logfile-maxbackups': INTEGER,
    'logfile-maxage': INTEGER,
    cniRequestTimeout: TEXT,
  },
  check: (conf, path) => [
    ...checkOneOf(conf, 'topology', TOPOLOGIES, TYPE, path),
    ...checkOneOf(conf, 'role', ['primary', 'secondary'], TYPE, path),
    ...checkMtu(conf, path),
    ...checkVlanId(conf, 'vlanID', 0, path),
    ...checkIpamRefused(conf, TYPE, () => true, 'none: addresses come from \'subnets\'', path),
    ...(TOPOLOGIES.includes(conf.topology as string) ? checkNetwork(conf, String(conf.topology), path) : []),
  ],
};

/** Whether OVN-Kubernetes chooses the addresses of pods itself, in a network beside that of the cluster. */
export function choosesAddresses({ type, topology, subnets, role }: Conf): boolean {
  return type === TYPE && TOPOLOGIES.includes(topology as string) && !isAbsent(subnets) && role !== 'primary';
}

/** Without a topology it is the network of the cluster, which says nothing of itself here. */
function checkNetwork(conf: Conf, topology: string, path: readonly Step[]): Fault[] {
  const missing = (key: string, expected: string) => (isAbsent(conf[key])
    ? [KEY_MISSING.fault([...path, key], conf[key], { plugin: TYPE, expected })]
    : []);
  const elsewhere = (keys: typeof REFUSED) => Object.entries(keys).filter(([key, own]) => !isAbsent(conf[key]) && !own.includes(topology));
  return [
    // a list has the name for all of its plugins
    ...(path.length === 0 ? missing('name', 'the name of the network in OVN, such as "blue": only Multus puts in that of the object') : []),
    ...missing('netAttachDefName', 'the namespace and name of this object, such as "default/blue"'),
    ...(topology === 'layer2' && conf.role === 'primary' ? missing('subnets', 'the subnets of the network, such as "10.100.0.0/16"') : []),
    ...elsewhere(conf.role === 'primary' ? { ...REFUSED, role: ['layer2', 'layer3'] } : REFUSED).map(([key, own]) => rules.OVN_KEY_REFUSED.fault([...path, key], conf[key], { topology, own })),
    ...elsewhere(IGNORED).map(([key, own]) => rules.OVN_KEY_IGNORED.fault([...path, key], conf[key], { topology, own })),
    ...checkSubnets(conf, topology, path),
  ];
}

function checkSubnets(conf: Conf, topology: string, path: readonly Step[]): Fault[] {
  const faults: Fault[] = [];
  const read = (key: string, isShared: boolean) => partsOf(conf[key]).flatMap((text) => {
    const subnet = readSubnet(text, isShared);
    if (typeof subnet !== 'string') {
      return [{ text, subnet }];
    }
    faults.push(rules.OVN_SUBNET_INVALID.fault([...path, key], conf[key], { text, problem: subnet, isShared }));
    return [];
  });
  const subnets = read('subnets', topology === 'layer3');
  const areKnown = faults.length === 0;
  read('joinSubnet', false);
  const outside = (topology === 'layer3' ? [] : read('excludeSubnets', false))
    .filter(({ subnet }) => areKnown && !subnets.some((own) => own.subnet.contains(subnet.network) && own.subnet.contains(subnet.last)));
  return [
    ...faults,
    ...outside.map(({ text }) => rules.OVN_SUBNET_OUTSIDE.fault([...path, 'excludeSubnets'], conf.excludeSubnets, { text, subnets: subnets.map((own) => own.text) })),
  ];
}

function partsOf(value: unknown): string[] {
  return typeof value === 'string' && value.trim() !== '' ? value.split(',').map((part) => part.trim()) : [];
}

/** What is wrong with the text, or the subnet that it is. That of a layer 3 network is shared out among the nodes. */
function readSubnet(text: string, isShared: boolean): Subnet | string {
  const [address, prefix, share, ...more] = text.split('/');
  const subnet = Subnet.parse(`${address}/${prefix}`);
  if (!subnet || more.length > 0 || (share !== undefined && !(isShared && /^\d+$/.test(share)))) {
    return 'is not a subnet';
  }
  const length = Number(share ?? NODE_PREFIX[subnet.family]);
  if (isShared && (length <= subnet.prefix || (subnet.family === 6 ? length !== 64 : length > 32))) {
    return `cannot be shared out among nodes by /${length}`;
  }
  return subnet;
}
