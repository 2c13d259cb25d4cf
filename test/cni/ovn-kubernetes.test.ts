import { OVN_KUBERNETES } from '../../lib/cni/ovn-kubernetes';
import { linesOfPlugin, mtuInvalid } from '../support/plugin-lines';

const BASE = { type: 'ovn-k8s-cni-overlay', name: 'blue', netAttachDefName: 'default/blue' };
const lines = (conf: object, path: readonly (string | number)[] = []) => linesOfPlugin(OVN_KUBERNETES, { ...BASE, ...conf }, path);

test.each<[string, object]>([
  ['the network of the cluster, which says nothing of itself', { name: 'ovn-kubernetes', netAttachDefName: undefined, logFile: '/var/log/ovn.log', logLevel: '4', 'logfile-maxsize': 100, 'logfile-maxbackups': 5, 'logfile-maxage': 5, ipam: {}, dns: {} }],
  ['a layer 2 network without addresses', { topology: 'layer2' }],
  ['every key of a layer 2 network', {
    topology: 'layer2', role: 'primary', subnets: '10.100.0.0/16,fd00:100::/64', excludeSubnets: '10.100.0.0/27, 10.100.5.7/32', mtu: 1400, joinSubnet: '100.65.0.0/16', allowPersistentIPs: true,
    reservedSubnets: '10.100.1.0/27', infrastructureSubnets: '10.100.2.0/30', transitSubnet: '100.88.0.0/16', defaultGatewayIPs: '10.100.0.1', transport: 'evpn', evpn: { vtep: 'a' },
  }],
  ['a layer 3 network', { topology: 'layer3', role: 'secondary', subnets: '10.128.0.0/14/23, 10.200.0.0/23', joinSubnet: '' }],
  ['the largest share of a node, and the smallest', { topology: 'layer3', subnets: '10.128.0.0/14/15,10.200.0.0/16/32,fd00::/63/64,fd01::/48' }],
  ['a localnet network', { topology: 'localnet', role: 'secondary', subnets: '202.10.130.112/28', vlanID: 33, mtu: 1500, physicalNetworkName: 'physnet', allowPersistentIPs: true, excludeSubnets: '202.10.130.112/30' }],
  ['VLAN 0 and 4094', { topology: 'localnet', vlanID: 4094 }],
  ['host bits, which nobody looks at', { topology: 'layer2', subnets: '10.100.0.5/16' }],
])('passes %s', (_, conf) => {
  expect(lines(conf)).toEqual([]);
});

test('passes without a name in a list, which has one', () => {
  expect(lines({ topology: 'layer2', name: undefined }, ['plugins', 0])).toEqual([]);
});

const REFUSED = (key: string, topology: string, got: string, own: string) => `error: ovn-key-refused '${key}' is refused in a network with the topology "${topology}": got ${got}; expected no such key, or the topology ${own}; remove it, or change 'topology'`;
const COMMAS = 'expected subnets, separated by commas, such as "10.100.0.0/16,fd00:100::/64"; correct it';
const SHARED = 'expected subnets, each with the longer prefix length of a node\'s share (/24 where it is left out, and always /64 in IPv6), such as "10.128.0.0/14/23"; correct it';
const INVALID = (key: string, text: string, problem: string, got: string, expected: string) => `error: ovn-subnet-invalid '${key}' has "${text}", which ${problem}: got "${got}"; ${expected}`;

test.each<[string, object, string]>([
  ['another topology', { topology: 'Layer2' }, "error: value-unknown 'topology' is not a value that ovn-k8s-cni-overlay knows: got \"Layer2\"; expected \"layer2\", \"layer3\", \"localnet\"; write one of them"],
  ['another role', { topology: 'layer2', role: 'main' }, "error: value-unknown 'role' is not a value that ovn-k8s-cni-overlay knows: got \"main\"; expected \"primary\", \"secondary\"; write one of them"],
  ['no name', { topology: 'layer2', name: undefined }, "error: key-missing 'name' is missing, and ovn-k8s-cni-overlay needs it: got nothing; expected the name of the network in OVN, such as \"blue\": only Multus puts in that of the object; set it"],
  ['no name of the object', { topology: 'layer3', netAttachDefName: '' }, "error: key-missing 'netAttachDefName' is missing, and ovn-k8s-cni-overlay needs it: got \"\"; expected the namespace and name of this object, such as \"default/blue\"; set it"],
  ['a primary layer 2 network without subnets', { topology: 'layer2', role: 'primary' }, "error: key-missing 'subnets' is missing, and ovn-k8s-cni-overlay needs it: got nothing; expected the subnets of the network, such as \"10.100.0.0/16\"; set it"],
  ['an IPAM', { topology: 'layer2', ipam: { type: 'whereabouts' } }, "error: ipam-refused 'ipam.type' is an IPAM that ovn-k8s-cni-overlay refuses: got \"whereabouts\"; expected none: addresses come from 'subnets'; correct the 'ipam', or remove it"],
  ['VLAN 4095', { topology: 'localnet', vlanID: 4095 }, "error: vlan-id-range 'vlanID' is not a VLAN ID: got 4095; expected a whole number from 0 to 4094; correct it"],
  ['an MTU below', { topology: 'localnet', mtu: 67 }, mtuInvalid(67)],
  ['a VLAN in a string', { topology: 'localnet', vlanID: '33' }, "error: key-type 'vlanID' has the wrong type: got \"33\"; expected a whole number; correct the value"],
  ['a list of subnets', { topology: 'layer2', subnets: ['10.100.0.0/16'] }, "error: key-type 'subnets' has the wrong type: got [\"10.100.0.0/16\"]; expected a string; correct the value"],
  ['a primary localnet network', { topology: 'localnet', role: 'primary' }, REFUSED('role', 'localnet', '"primary"', '"layer2", "layer3"')],
  ['addresses that stay in a layer 3 network', { topology: 'layer3', allowPersistentIPs: true }, REFUSED('allowPersistentIPs', 'layer3', 'true', '"layer2", "localnet"')],
  ['services in a localnet network', { topology: 'localnet', joinSubnet: '100.65.0.0/16' }, REFUSED('joinSubnet', 'localnet', '"100.65.0.0/16"', '"layer2", "layer3"')],
  ['gateways in a layer 3 network', { topology: 'layer3', defaultGatewayIPs: '10.0.0.1' }, REFUSED('defaultGatewayIPs', 'layer3', '"10.0.0.1"', '"layer2"')],
  ['a subnet without a mask', { topology: 'layer2', subnets: '10.100.0.0' }, INVALID('subnets', '10.100.0.0', 'is not a subnet', '10.100.0.0', COMMAS)],
  ['subnets between blanks', { topology: 'layer2', subnets: '10.100.0.0/16 10.101.0.0/16' }, INVALID('subnets', '10.100.0.0/16 10.101.0.0/16', 'is not a subnet', '10.100.0.0/16 10.101.0.0/16', COMMAS)],
  ['a comma at the end', { topology: 'layer2', subnets: '10.100.0.0/16,' }, INVALID('subnets', '', 'is not a subnet', '10.100.0.0/16,', COMMAS)],
  ['a share of a layer 2 network', { topology: 'layer2', subnets: '10.100.0.0/16/24' }, INVALID('subnets', '10.100.0.0/16/24', 'is not a subnet', '10.100.0.0/16/24', COMMAS)],
  ['a layer 3 network of one share', { topology: 'layer3', subnets: '10.100.0.0/24' }, INVALID('subnets', '10.100.0.0/24', 'cannot be shared out among nodes by /24', '10.100.0.0/24', SHARED)],
  ['a share beyond an address', { topology: 'layer3', subnets: '10.100.0.0/16/33' }, INVALID('subnets', '10.100.0.0/16/33', 'cannot be shared out among nodes by /33', '10.100.0.0/16/33', SHARED)],
  ['another share in IPv6', { topology: 'layer3', subnets: 'fd00::/48/63' }, INVALID('subnets', 'fd00::/48/63', 'cannot be shared out among nodes by /63', 'fd00::/48/63', SHARED)],
  ['a join subnet that is none', { topology: 'layer2', joinSubnet: 'x' }, INVALID('joinSubnet', 'x', 'is not a subnet', 'x', COMMAS)],
  ['a part outside', { topology: 'layer2', subnets: '10.100.0.0/16', excludeSubnets: '10.100.0.0/27,10.101.0.0/27' },
    "error: ovn-subnet-outside 'excludeSubnets' has \"10.101.0.0/27\", which is in no subnet of this network: got \"10.100.0.0/27,10.101.0.0/27\"; expected parts of \"10.100.0.0/16\"; correct it, or 'subnets'"],
  ['a part that is larger than the whole', { topology: 'layer2', subnets: '10.100.0.0/16', excludeSubnets: '10.100.0.0/15' },
    "error: ovn-subnet-outside 'excludeSubnets' has \"10.100.0.0/15\", which is in no subnet of this network: got \"10.100.0.0/15\"; expected parts of \"10.100.0.0/16\"; correct it, or 'subnets'"],
  ['a part of nothing', { topology: 'localnet', excludeSubnets: '10.100.0.0/27' },
    "error: ovn-subnet-outside 'excludeSubnets' has \"10.100.0.0/27\", which is in no subnet of this network: got \"10.100.0.0/27\"; expected no such key, because there are no 'subnets'; correct it, or 'subnets'"],
])('fails on %s', (_, conf, line) => {
  expect(lines(conf)).toEqual([line]);
});

const IGNORED = (key: string, topology: string, got: string, own: string) => `warning: ovn-key-ignored '${key}' has no effect in a network with the topology "${topology}": got ${got}; expected no such key, or the topology ${own}; remove it, or change 'topology'`;

test.each<[string, object, string]>([
  ['a VLAN in an overlay', { topology: 'layer2', vlanID: 5 }, IGNORED('vlanID', 'layer2', '5', '"localnet"')],
  ['a physical network under an overlay', { topology: 'layer3', physicalNetworkName: 'physnet' }, IGNORED('physicalNetworkName', 'layer3', '"physnet"', '"localnet"')],
  ['what is left out of a layer 3 network', { topology: 'layer3', subnets: '10.128.0.0/14', excludeSubnets: '10.128.0.0/24' }, IGNORED('excludeSubnets', 'layer3', '"10.128.0.0/24"', '"layer2", "localnet"')],
  ['a misspelt key', { topology: 'layer2', subnet: '10.100.0.0/16' }, "warning: key-unknown 'subnet' is not a key of ovn-k8s-cni-overlay, which ignores it: got \"10.100.0.0/16\"; expected \"subnets\"; did you mean \"subnets\"?"],
])('warns of %s', (_, conf, line) => {
  expect(lines(conf)).toEqual([line]);
});
