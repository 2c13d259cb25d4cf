import recorded from './recorded/whereabouts.json';
import { readConfig } from '../../lib/cni/config';
import { readWhereabouts } from '../../lib/cni/whereabouts';
import { handsOut } from '../../lib/cni/whereabouts-range';
import { linesOf } from '../support/messages';

const read = (ipam: object) => readWhereabouts({ type: 'whereabouts', ...ipam }, ['ipam']);
const lines = (ipam: object) => linesOf(read(ipam).faults);
const RANGE = { range: '192.168.2.0/24' };
const UNKNOWN = (key: string, got: string, near: string) => `warning: key-unknown 'ipam.${key}' is not a key of whereabouts, which ignores it: got ${got}; expected "${near}"; did you mean "${near}"?`;

test.each<[string, object]>([
  ['a range', RANGE],
  ['a range with host bits', { range: '192.168.2.225/28', exclude: ['192.168.2.229/30', '192.168.2.236/32'] }],
  ['dual stack', { ipRanges: [{ range: '192.168.10.1/24' }, { range: 'abcd::1/64' }] }],
  ['a range and others', { range: 'abcd::1/64', ipRanges: [{ range: '192.168.10.1/24' }] }],
  ['an empty list beside a range', { ...RANGE, ipRanges: [] }],
  ['addresses alone', { addresses: [{ address: '10.0.0.5/24', gateway: '10.0.0.1' }] }],
  ['a range that may be in a file', { configuration_path: '/etc/cni/net.d/whereabouts.d/whereabouts.conf' }],
  ['every key', {
    ...RANGE, range_start: '192.168.2.10', range_end: '192.168.2.20', exclude: ['192.168.2.12'], ipRanges: [{ range: 'fd00::/64', range_start: 'fd00::5', range_end: 'fd00::9', exclude: ['fd00::6'] }],
    gateway: '192.168.2.1', routes: [{ dst: '10.0.0.0/8' }], dns: {}, addresses: [], network_name: 'net-a.b', node_slice_size: '', enable_overlapping_ranges: false,
    kubernetes: { kubeconfig: '/x', k8s_api_root: 'https://x' }, configuration_path: '/x', log_file: '/x', log_level: 'debug', leader_lease_duration: 1500,
    leader_renew_deadline: 1000, leader_retry_period: 500, reconciler_cron_expression: '30 4 * * *', sleep_for_race: 0, name: 'x', datastore: 'kubernetes',
    etcd_host: 'x', etcd_username: 'x', etcd_password: 'x', etcd_key_file: 'x', etcd_cert_file: 'x', etcd_ca_cert_file: 'x',
  }],
  ['the keys of releases to come, turned off', { ...RANGE, enable_l3: false, exclude_gateway: false, optimistic_ipam: false, ipRanges: [{ range: 'fd00::/64', enable_l3: false }] }],
  ['a gateway that is excluded', { ...RANGE, gateway: '192.168.2.1', exclude: ['192.168.2.0/30'] }],
  ['a gateway before the range', { ...RANGE, gateway: '192.168.2.1', range_start: '192.168.2.2' }],
  ['a gateway after the range', { range: '192.168.2.10-192.168.2.20/24', gateway: '192.168.2.21' }],
  ['a router of IPv6, which has a link-local address', { range: 'fd00::/64', gateway: 'fe80::1' }],
  ['a gateway with leading zeros', { ...RANGE, gateway: '192.168.002.001', range_start: '192.168.2.2' }],
  ['a gateway of one of the families', { ipRanges: [{ range: '192.168.2.0/24', range_start: '192.168.2.2' }, { range: 'fd00::/64' }], gateway: '192.168.2.1' }],
  ['a router that is excluded', { ...RANGE, exclude: ['192.168.2.1'], routes: [{ dst: '10.0.0.0/8', gw: '192.168.2.1' }] }],
  ['a router beside the range', { ...RANGE, range_start: '192.168.2.2', routes: [{ dst: '10.0.0.0/8', gw: '192.168.2.1' }, { dst: '172.16.0.0/12', gw: '0.0.0.0' }] }],
  ['neighbouring ranges, and one of the other family between them', { range: '10.0.0.0/25', ipRanges: [{ range: 'fd00::/64' }, { range: '10.0.0.128/25' }, { range: 'fd00:0:0:1::/64' }] }],
  ['the last first address that it can count to', { range: 'fd00::/64', range_start: 'fd00::7fff:ffff:ffff:ffff' }],
  ['what is excluded from the first address on, as far as it can count', { range: 'fd00::/64', exclude: ['fd00::/66', 'fd00::8000:0:0:0/65'] }],
  ['a subnet that begins with zeros, under a name', { range: '::5:0:0/96', network_name: 'a' }],
  ['the longest name', { ...RANGE, network_name: `a.${'b'.repeat(253 - 2 - '-192.168.2.0-24'.length)}` }],
  ['a route through the gateway', { ...RANGE, gateway: '192.168.2.1', exclude: ['192.168.2.1'], routes: [{ dst: '10.0.0.0/8', gw: '192.168.2.1' }] }],
  ['the host of the API server alone', { ...RANGE, kubernetes: { k8s_api_root: 'apiserver' } }],
  ['the API server of a cluster behind a proxy', { ...RANGE, kubernetes: { k8s_api_root: 'HTTPS://[fd00::1]:6443/k8s/clusters/a' } }],
  ['another case of the level of the log', { ...RANGE, log_level: 'Debug' }],
  ['node slices', { range: '10.0.0.0/16', node_slice_size: '/24', network_name: 'a' }],
  ['node slices as large as the range', { range: '10.0.0.0/16', node_slice_size: '16', network_name: 'a' }],
  ['the smallest node slices', { range: '10.0.0.0/16', node_slice_size: '/30', network_name: 'a' }],
])('passes %s', (_, ipam) => {
  expect(lines(ipam)).toEqual([]);
});

test('reads what pods get addresses from', () => {
  const { ranges } = read({ range: '192.168.2.225/28', gateway: '192.168.2.226', exclude: ['192.168.2.229/30'], network_name: 'a', ipRanges: [{ range: 'fd00::/64' }] });
  const common = { networkName: 'a', isCompared: true, isSliced: false };
  const shown = ranges.map(({ subnet, range, exclude, gateway, ...rest }) => ({
    ...rest, subnet: String(subnet), range: String(range), exclude: exclude.map(String), gateway: gateway && String(gateway),
  }));
  expect(shown).toEqual([
    { path: ['ipam'], subnet: '192.168.2.224/28', range: '192.168.2.225-192.168.2.238', exclude: ['192.168.2.228/30'], gateway: '192.168.2.226', ...common, size: 10n },
    { path: ['ipam', 'ipRanges', 0], subnet: 'fd00::/64', range: 'fd00::1-fd00::ffff:ffff:ffff:fffe', exclude: [], gateway: undefined, ...common, size: 2n ** 64n - 2n },
  ]);
});

test('reads whether ranges are compared with each other, and divided among the nodes', () => {
  const { ranges } = read({ range: '192.168.2.0/24', enable_overlapping_ranges: false, network_name: 'a', node_slice_size: '/28' });
  expect(ranges.map(({ isCompared, isSliced }) => ({ isCompared, isSliced }))).toEqual([{ isCompared: false, isSliced: true }]);
});

test('the keys of host-local are those of whereabouts, misspelt', () => {
  expect(lines({ ...RANGE, rangeStart: '192.168.2.5', rangeEnd: '192.168.2.9', ip_ranges: [], Gateway: '192.168.2.1' })).toEqual([
    UNKNOWN('rangeStart', '"192.168.2.5"', 'range_start'),
    UNKNOWN('rangeEnd', '"192.168.2.9"', 'range_end'),
    UNKNOWN('ip_ranges', '[]', 'ipRanges'),
    UNKNOWN('Gateway', '"192.168.2.1"', 'gateway'),
  ]);
});

test('warns of what is said of a range that is not there, beside a list of ranges', () => {
  const ignored = (key: string, got: string) => `warning: range-key-ignored 'ipam.${key}' has no effect beside 'ipRanges' and without 'range': got ${got}; expected the key in a range of 'ipRanges'; move it into the range that it is meant for`;
  const ipRanges = [{ range: '192.168.2.0/24' }];
  expect(lines({ ipRanges, range_start: '192.168.2.9', range_end: '192.168.2.20', exclude: ['192.168.2.1/32'] })).toEqual([
    ignored('range_start', '"192.168.2.9"'), ignored('range_end', '"192.168.2.20"'), ignored('exclude', '["192.168.2.1/32"]'),
  ]);
  expect(lines({ ipRanges, range_start: '', exclude: [] })).toEqual([]);
  expect(lines({ ipRanges, range: '192.168.3.0/24', range_start: '192.168.3.9', exclude: ['192.168.3.10'] })).toEqual([]);
});

test.each<[string, object, string]>([
  ['a gateway in the range', { ...RANGE, gateway: '192.168.2.1' }, "warning: whereabouts-gateway-in-range 'ipam.gateway' is in the range 192.168.2.1-192.168.2.254 that pods get addresses from: got \"192.168.2.1\"; expected a gateway that no pod can get; add \"192.168.2.1/32\" to 'exclude'"],
  ['a gateway in a range of IPv6', { range: 'fd00::/64', gateway: 'fd00::1', exclude_gateway: false }, "warning: whereabouts-gateway-in-range 'ipam.gateway' is in the range fd00::1-fd00::ffff:ffff:ffff:fffe that pods get addresses from: got \"fd00::1\"; expected a gateway that no pod can get; add \"fd00::1/128\" to 'exclude'"],
  ['a router of routes in the range', { ...RANGE, routes: [{ dst: '10.0.0.0/8', gw: '192.168.2.1' }, { dst: '172.16.0.0/12', gw: '192.168.2.1' }] },
    "warning: route-gateway-in-pool 'ipam.routes[0].gw' is in the range 192.168.2.1-192.168.2.254 that pods get addresses from: got \"192.168.2.1\"; expected a router whose address no pod can get; add \"192.168.2.1/32\" to 'exclude'"],
  ['a router beside a gateway, in a range of IPv6', { range: 'fd00::/64', gateway: 'fd00::1', exclude: ['fd00::1'], routes: [{ dst: 'fd01::/48', gw: 'fd00::2' }] },
    "warning: route-gateway-in-pool 'ipam.routes[0].gw' is in the range fd00::1-fd00::ffff:ffff:ffff:fffe that pods get addresses from: got \"fd00::2\"; expected a router whose address no pod can get; add \"fd00::2/128\" to 'exclude'"],
  ['a gateway in the range, and not again of routes through it', { ...RANGE, gateway: '192.168.2.1', routes: [{ dst: '10.0.0.0/8', gw: '192.168.2.1' }] },
    "warning: whereabouts-gateway-in-range 'ipam.gateway' is in the range 192.168.2.1-192.168.2.254 that pods get addresses from: got \"192.168.2.1\"; expected a gateway that no pod can get; add \"192.168.2.1/32\" to 'exclude'"],
  ['a relative file to log to', { ...RANGE, log_file: 'w.log' }, 'warning: log-file-relative \'ipam.log_file\' is not an absolute path: got "w.log"; expected a path on the node that begins with "/", such as "/var/log/plugin.log"; write the whole path'],
  ['a level of the log that there is not', { ...RANGE, log_level: 'chatty' }, 'warning: value-ignored \'ipam.log_level\' is not a value that whereabouts knows, so that it logs as if none were given: got "chatty"; expected "debug", "verbose", "error", "panic"; write one of them, in lower case'],
  ['a gateway elsewhere', { ...RANGE, gateway: '192.168.3.1' }, 'warning: gateway-not-on-link \'ipam.gateway\' is in no subnet of this interface: got "192.168.3.1"; expected an address of "192.168.2.0/24"; correct it, or leave it out'],
])('warns of %s', (_, ipam, line) => {
  expect(lines(ipam)).toEqual([line]);
});

test.each<[string, object, string]>([
  ['no range', {}, "error: whereabouts-range-missing 'ipam.range' is missing: got nothing; expected a range, such as \"192.168.2.0/24\", or a list of ranges in 'ipRanges'; set 'range'"],
  ['an empty range', { range: '', ipRanges: [] }, "error: whereabouts-range-missing 'ipam.range' is missing: got \"\"; expected a range, such as \"192.168.2.0/24\", or a list of ranges in 'ipRanges'; set 'range'"],
  ['a range that is not text', { range: 5 }, "error: key-type 'ipam.range' has the wrong type: got 5; expected a string; correct the value"],
  ['ranges that are no list', { ipRanges: { range: '10.0.0.0/8' } }, "error: key-type 'ipam.ipRanges' has the wrong type: got {\"range\":\"10.0.0.0/8\"}; expected a list of objects with a 'range'; correct the value"],
  ['a range alone in the list', { ipRanges: ['10.0.0.0/8'] }, 'error: key-type \'ipam.ipRanges[0]\' has the wrong type: got "10.0.0.0/8"; expected an object with a \'range\', such as { "range": "192.168.2.0/24" }; correct the value'],
  ['a gateway that is no address', { ...RANGE, gateway: '192.168.2.300' }, 'error: address-invalid \'ipam.gateway\' is not an IP address: got "192.168.2.300"; expected an IPv4 or IPv6 address without a mask, such as "192.168.2.1"; write four decimal numbers without leading zeros, or IPv6 text without a zone'],
  ['a name in upper case', { ...RANGE, network_name: 'Net_A' }, 'error: whereabouts-network-name-invalid \'ipam.network_name\' cannot be part of the name of an object: got "Net_A"; expected lower case letters, digits, hyphens and dots, with a letter or digit at both ends and beside each dot, such as "net-a"; write such a name'],
  ['a name behind an underscore', { ...RANGE, network_name: '_net' }, 'error: whereabouts-network-name-invalid \'ipam.network_name\' cannot be part of the name of an object: got "_net"; expected lower case letters, digits, hyphens and dots, with a letter or digit at both ends and beside each dot, such as "net-a"; write such a name'],
  ['a name with an underscore', { ...RANGE, network_name: 'net_a' }, 'error: whereabouts-network-name-invalid \'ipam.network_name\' cannot be part of the name of an object: got "net_a"; expected lower case letters, digits, hyphens and dots, with a letter or digit at both ends and beside each dot, such as "net-a"; write such a name'],
  ['an address without a prefix length', { ...RANGE, addresses: [{ address: '10.0.0.5' }] }, 'error: address-not-cidr \'ipam.addresses[0].address\' is not an address with a prefix length: got "10.0.0.5"; expected CIDR notation, such as "192.168.1.10/24" or "fd00:1::10/64"; correct it; the prefix length is the one of the subnet'],
  ['an address beside the range, and says nothing of a route that it may lead to', { ...RANGE, addresses: [{ address: 'x' }], routes: [{ dst: '10.0.0.0/8', gw: '10.1.1.1' }] },
    'error: address-not-cidr \'ipam.addresses[0].address\' is not an address with a prefix length: got "x"; expected CIDR notation, such as "192.168.1.10/24" or "fd00:1::10/64"; correct it; the prefix length is the one of the subnet'],
  ['a route elsewhere', { ...RANGE, routes: [{ dst: '10.0.0.0/8', gw: '10.1.1.1' }] }, "error: route-gateway-unreachable 'ipam.routes[0].gw' is in no subnet of this network: got \"10.1.1.1\"; expected an address of \"192.168.2.0/24\"; correct 'gw', or leave it out to use the network's own gateway"],
  ['a relative kubeconfig', { ...RANGE, kubernetes: { kubeconfig: 'w.kubeconfig' } }, 'error: path-not-absolute \'ipam.kubernetes.kubeconfig\' is not an absolute path: got "w.kubeconfig"; expected a path on the node that begins with "/", such as "/run/cni/networks"; write the whole path'],
  ['a relative configuration', { ...RANGE, configuration_path: 'w.conf' }, 'error: path-not-absolute \'ipam.configuration_path\' is not an absolute path: got "w.conf"; expected a path on the node that begins with "/", such as "/run/cni/networks"; write the whole path'],
  ['a path for the API server', { ...RANGE, kubernetes: { k8s_api_root: '/api' } }, 'error: key-type \'ipam.kubernetes.k8s_api_root\' is not the address of an API server: got "/api"; expected a URL, such as "https://10.0.0.1:6443"; correct the value'],
  ['another scheme for the API server', { ...RANGE, kubernetes: { k8s_api_root: 'unix://run/api' } }, 'error: key-type \'ipam.kubernetes.k8s_api_root\' is not the address of an API server: got "unix://run/api"; expected a URL, such as "https://10.0.0.1:6443"; correct the value'],
  ['times of its lease', { ...RANGE, leader_lease_duration: 500 }, "error: whereabouts-lease-times 'ipam.leader_lease_duration' is too short beside 'leader_renew_deadline' 1000: got 500; expected at least 1001 milliseconds; raise it, or lower 'leader_renew_deadline'"],
  ['a kubeconfig that is no path', { ...RANGE, kubernetes: { kubeconfig: true } }, "error: key-type 'ipam.kubernetes.kubeconfig' has the wrong type: got true; expected a string; correct the value"],
])('fails on %s', (_, ipam, line) => {
  expect(lines(ipam)).toEqual([line]);
});

const SLICE = (got: string, first: number) => `error: node-slice-invalid 'ipam.node_slice_size' is not the size of a part of the range: got ${got}; expected a prefix length from ${first} to 30 in a string, such as "/${Math.min(first + 8, 30)}"; write how long the prefix of each node's part is; a longer prefix is a smaller part`;
const IGNORED = (key: string, got: string) => `warning: node-slice-key-ignored 'ipam.${key}' has no effect beside 'node_slice_size': got ${got}; expected one range that pods may have all addresses of; remove it, or remove 'node_slice_size'`;

const SECOND = (key: string, got: string) => `error: node-slice-second-range 'ipam.${key}' is another range beside 'node_slice_size', which divides one: got ${got}; expected one range; remove it, or remove 'node_slice_size'`;

test.each<[string, object, string[]]>([
  ['larger than the range', { range: '10.0.0.0/16', node_slice_size: '/15' }, [SLICE('"/15"', 16)]],
  ['of two addresses', { range: '10.0.0.0/16', node_slice_size: '/31' }, [SLICE('"/31"', 16)]],
  ['in words', { range: '10.0.0.0/16', node_slice_size: 'large' }, [SLICE('"large"', 16)]],
  ['of IPv6', { range: 'fd00::/48', node_slice_size: '/64' }, ["error: node-slice-ipv6 'ipam.node_slice_size' cannot divide the IPv6 range \"fd00::/48\": got \"/64\"; expected an IPv4 range beside it; remove it, or give an IPv4 range first"]],
  ['beside bounds', { range: '10.0.0.0/16', node_slice_size: '/24', range_start: '10.0.0.5', range_end: '10.0.0.9', exclude: ['10.0.0.7'] }, [
    IGNORED('range_start', '"10.0.0.5"'), IGNORED('range_end', '"10.0.0.9"'), IGNORED('exclude', '["10.0.0.7"]'),
  ]],
  ['beside bounds in the range', { range: '10.0.0.5-10.0.0.9/16', node_slice_size: '/24' }, [
    "warning: node-slice-key-ignored 'ipam.range' names bounds, which have no effect beside 'node_slice_size': all of \"10.0.0.0/16\" is divided: got \"10.0.0.5-10.0.0.9/16\"; "
      + 'expected one range that pods may have all addresses of; write "10.0.0.0/16", or remove \'node_slice_size\'',
  ]],
  ['beside other ranges', { range: '10.0.0.0/16', ipRanges: [{ range: '10.0.0.0/24' }, { range: 'fd00::/64' }], node_slice_size: '/24' }, [
    SECOND('ipRanges[0]', '{"range":"10.0.0.0/24"}'), SECOND('ipRanges[1]', '{"range":"fd00::/64"}'),
  ]],
  ['beside a gateway that is excluded in vain', { range: '10.0.0.0/16', gateway: '10.0.0.1', exclude: ['10.0.0.1'], node_slice_size: '/24' }, [
    "warning: whereabouts-gateway-in-range 'ipam.gateway' is in the range 10.0.0.1-10.0.255.254 that pods get addresses from: got \"10.0.0.1\"; "
      + "expected a gateway that no pod can get; take one outside of it, or remove 'node_slice_size', beside which nothing is excluded",
    IGNORED('exclude', '["10.0.0.1"]'),
  ]],
])('tells of node slices %s', (_, ipam, expected) => {
  expect(lines({ network_name: 'a', ...ipam })).toEqual(expected);
});

test('warns of node slices without a name', () => {
  expect(lines({ range: '10.0.0.0/16', node_slice_size: '/24' })).toEqual(["warning: node-slice-network-name-missing 'ipam.network_name' is missing beside 'node_slice_size': got nothing; expected a name of its own for each network with node slices, such as \"net-a\"; set it"]);
});

const OVERLAP = (key: string, other: string, subnet: string, got: string) => `error: whereabouts-ranges-overlap 'ipam.${key}' has addresses of the subnet "${subnet}" of 'ipam.${other}', so that pods get one address twice: got "${got}"; `
  + "expected a subnet of its own for each range; remove one of the two; of a range with a gap, 'exclude' the gap";

test.each<[string, object, string[]]>([
  ['the same, with other bounds', { ipRanges: [{ range: '10.0.0.0/24', range_end: '10.0.0.100' }, { range: '10.0.0.101-10.0.0.254/24' }] },
    [OVERLAP('ipRanges[1].range', 'ipRanges[0].range', '10.0.0.0/24', '10.0.0.101-10.0.0.254/24')]],
  ['part of the other, whichever comes first', { range: '10.0.0.128/25', ipRanges: [{ range: 'fd00::/64' }, { range: '10.0.0.0/24' }] },
    [OVERLAP('ipRanges[1].range', 'range', '10.0.0.128/25', '10.0.0.0/24')]],
  ['parts of one', { enable_overlapping_ranges: false, ipRanges: [{ range: '10.0.0.0/16' }, { range: '10.0.1.0/24' }, { range: '10.0.2.0/24' }] },
    [OVERLAP('ipRanges[1].range', 'ipRanges[0].range', '10.0.0.0/16', '10.0.1.0/24'), OVERLAP('ipRanges[2].range', 'ipRanges[0].range', '10.0.0.0/16', '10.0.2.0/24')]],
])('fails on ranges whose subnets are %s', (_, ipam, expected) => {
  expect(lines(ipam)).toEqual(expected);
});

const LATER = (key: string, fix: string) => `warning: whereabouts-key-later 'ipam.${key}' is read by releases after 0.9 alone: got true; expected a key that 0.9 reads too; ${fix}, or acknowledge the finding where a later release runs`;

test('warns of the keys of releases to come, and reads the rest as they do', () => {
  expect(lines({ ...RANGE, gateway: '192.168.2.1', exclude_gateway: true, optimistic_ipam: true, ipRanges: [{ range: 'fd00::/127', enable_l3: true }] })).toEqual([
    LATER('exclude_gateway', "add the gateway to 'exclude'"), LATER('optimistic_ipam', 'remove it'), LATER('ipRanges[0].enable_l3', 'remove it'),
  ]);
});

const TOO_FAR = (key: string, got: string, last: string) => `error: whereabouts-range-too-far 'ipam.${key}' begins with free addresses farther from the first one of the subnet than whereabouts can count: got "${got}"; `
  + `expected a free address not behind "${last}"; choose a smaller subnet, or begin earlier`;

test.each<[string, object, string]>([
  ['the start', { range: 'fd00::/64', range_start: 'fd00::8000:0:0:0' }, TOO_FAR('range_start', 'fd00::8000:0:0:0', 'fd00::7fff:ffff:ffff:ffff')],
  ['the start of a wide subnet', { range: 'fd00:0:0:5::1-fd00:0:0:5::9/48' }, TOO_FAR('range', 'fd00:0:0:5::1-fd00:0:0:5::9/48', 'fd00::7fff:ffff:ffff:ffff')],
  ['all that is not excluded', { range: 'fd00::/48', exclude: ['fd00:0:0:1::/64', 'fd00::/64'] }, TOO_FAR('range', 'fd00::/48', 'fd00::7fff:ffff:ffff:ffff')],
])('fails where it cannot count to %s', (_, ipam, line) => {
  expect(lines(ipam)).toEqual([line]);
});

const NOT_AN_ADDRESS = (key: string, got: string, example: string) => `error: address-invalid 'ipam.${key}' is not an IP address: got "${got}"; expected an IPv4 or IPv6 address without a mask, such as "${example}"; write four decimal numbers without leading zeros, or IPv6 text without a zone`;
const NOT_EXCLUDED = (got: string) => `error: whereabouts-exclude-invalid 'ipam.exclude[0]' is not what whereabouts can leave out: got "${got}"; expected an address or a subnet, such as "192.168.2.1" or "192.168.2.0/28"; correct it; a range from one address to another is several subnets`;
const NO_NAME = (got: string) => `error: whereabouts-network-name-invalid 'ipam.network_name' cannot be part of the name of an object: got "${got}"; expected lower case letters, digits, hyphens and dots, with a letter or digit at both ends and beside each dot, such as "net-a"; write such a name`;

test.each<[string, object, string[]]>([
  ['bounds in the list that are none', { ipRanges: [{ range: '192.168.2.0/24', range_start: 'x', range_end: '192.168.2.5/24' }] },
    [NOT_AN_ADDRESS('ipRanges[0].range_start', 'x', '192.168.2.1'), NOT_AN_ADDRESS('ipRanges[0].range_end', '192.168.2.5/24', '192.168.2.1')]],
  ['bounds in the list with leading zeros', { ipRanges: [{ range: '192.168.2.0/24', range_start: '192.168.2.005' }] }, [NOT_AN_ADDRESS('ipRanges[0].range_start', '192.168.2.005', '192.168.2.1')]],
  ['excluded addresses with leading zeros', { ...RANGE, exclude: ['192.168.2.001'] }, [NOT_EXCLUDED('192.168.2.001')]],
  ['excluded subnets with leading zeros', { ...RANGE, exclude: ['192.168.002.0/28'] }, [NOT_EXCLUDED('192.168.002.0/28')]],
  ['the gateway of an address with leading zeros', { ...RANGE, addresses: [{ address: '010.0.0.5/24', gateway: '010.0.0.1' }] }, [NOT_AN_ADDRESS('addresses[0].gateway', '010.0.0.1', '192.168.1.1')]],
  ['what is excluded beside the list, and is none', { ipRanges: [{ range: '192.168.2.0/24' }], exclude: [5] },
    ["error: key-type 'ipam.exclude' has the wrong type: got [5]; expected a list of addresses and subnets, such as [\"192.168.2.0/28\"]; correct the value"]],
  ['a name with two dots', { ...RANGE, network_name: 'a..b' }, [NO_NAME('a..b')]],
  ['a name with a hyphen behind a dot', { ...RANGE, network_name: 'a.-b' }, [NO_NAME('a.-b')]],
  ['a name with a hyphen before a dot', { ...RANGE, network_name: 'a-.b' }, [NO_NAME('a-.b')]],
  ['a subnet that begins with zeros', { range: '::5:0:0/96' }, [
    'error: whereabouts-range-invalid \'ipam.range\' makes the name of an IPPool out of "::5:0:0/96" that the API server refuses: got "::5:0:0/96"; '
      + 'expected a subnet, or the first and the last address with the prefix length of their subnet, such as "192.168.2.0/24" or "192.168.2.10-192.168.2.20/24"; set \'network_name\', or choose another subnet',
  ]],
])('fails as Go and the API server do on %s', (_, ipam, expected) => {
  expect(lines(ipam)).toEqual(expected);
});

test('fails on a name that is too long with the subnet', () => {
  expect(lines({ range: '10.0.0.0/8', network_name: 'a'.repeat(242) })).toEqual([]);
  expect(lines({ range: '10.0.0.0/8', network_name: 'a'.repeat(243) }).map((line) => line.replace(/a{9,}…?/, 'A'))).toEqual([
    'error: whereabouts-network-name-invalid \'ipam.network_name\' makes the name of an object too long: got "A; expected at most 242 characters; write such a name',
  ]);
});

/** What the ranges and addresses of the reading give to so many pods, as far as there is something for all. */
function given(reading: ReturnType<typeof readConfig>, ipam: any, pods: number): string[][] {
  const fixed = (ipam.addresses ?? []).map(({ address }: any) => address);
  const lists = reading.ranges.map((range) => {
    const list: string[] = [];
    for (let ip = range.range.first; range.range.contains(ip) && list.length < pods; ip = ip.plus(1n)) {
      if (handsOut(range, ip)) {
        list.push(`${ip}/${range.subnet.prefix}`);
      }
    }
    return list;
  });
  return Array.from({ length: Math.min(pods, ...lists.map(({ length }) => length)) }, (_, pod) => [...lists.map((list) => list[pod]), ...fixed]);
}

// what the plugin says when its pool is used up
const isUsedUp = (error = '') => error.includes('Could not allocate IP in range');

// its pkg/config, pkg/allocate, pkg/iphelpers and the loop of pkg/storage/kubernetes, with an API server in memory
describe('what whereabouts 0.9 was seen to do', () => {
  test.each<[string, any, string[][], string | undefined]>(recorded.map(({ note, ipam, addresses, error }: any) => [note, ipam, addresses, error]))('%s', (_, ipam, addresses, error) => {
    const reading = readConfig({ cniVersion: '1.0.0', name: 'net-a', type: 'macvlan', master: 'eth0', ipam });
    const errors = reading.faults.filter(({ severity, rule }) => severity === 'error' && rule !== 'whereabouts-bound-ignored');
    if (error !== undefined && !isUsedUp(error)) {
      expect(errors).not.toEqual([]);
    } else if (addresses.length > 0) {
      expect(errors).toEqual([]);
      const pods = ipam.node_slice_size || !isUsedUp(error) ? addresses.length : addresses.length + 1;
      expect(given(reading, ipam, pods)).toEqual(addresses);
    } else {
      expect(errors.map(({ rule }) => rule)).toEqual(['whereabouts-pool-empty']);
    }
  });
});
