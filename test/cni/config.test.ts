import * as fc from 'fast-check';
import { CNI_VERSIONS } from '../../lib/cni/cni-version';
import { MasterFacts, configText, readConfig } from '../../lib/cni/config';
import { linesOf } from '../support/messages';

const HOST_LOCAL = { type: 'host-local', subnet: '192.168.1.0/24', rangeStart: '192.168.1.13', rangeEnd: '192.168.1.17' };
const IPVLAN = { type: 'ipvlan', master: 'eth1', mode: 'l3', ipam: HOST_LOCAL };
const lines = (conf: Record<string, unknown>, master?: MasterFacts) => linesOf(readConfig({ cniVersion: '0.3.1', ...conf }, master).faults);

/** What is said of a plugin and of an IPAM that may be the user's own. */
const ADVICE = 'expected the name of the binary on the node, such as "macvlan"; correct it, or acknowledge it where the plugin is your own';
const MY_PLUGIN = `warning: plugin-unknown 'type' is not a plugin that this library knows: got "my-plugin"; ${ADVICE}`;
const MY_IPAM = "warning: ipam-unrecognized 'ipam.type' is not an IPAM plugin that this library knows: got \"my-ipam\"; expected the name of the binary on the node, such as \"host-local\" or \"whereabouts\"; correct it, or acknowledge it where the plugin is your own";
/** What is said where there is no version. */
const NO_VERSION = (got: string | undefined) => (got ? [] : [
  `warning: cni-version-missing 'cniVersion' is missing, which means "0.1.0": got ${JSON.stringify(got) ?? 'nothing'}; expected a version, such as "0.3.1"; write "0.3.1", which every release of Multus and of the plugins accepts`,
]);

test('reads the name servers of a plugin as it does', () => {
  const config = (dns: unknown) => ({ cniVersion: '0.3.1', type: 'macvlan', master: 'eth1', mode: 'bridge', ipam: {}, dns });
  expect(linesOf(readConfig(config({ nameservers: ['10.0.0.2'], domain: 'example.org', search: ['example.org'], options: ['ndots:2'] })).faults)).toEqual([]);
  expect(linesOf(readConfig(config({ nameservers: [1], domain: 7, serch: [] })).faults)).toEqual([
    "error: key-type 'dns.nameservers' has the wrong type: got [1]; expected a list of strings; correct the value",
    "error: key-type 'dns.domain' has the wrong type: got 7; expected a string; correct the value",
    'warning: key-unknown \'dns.serch\' is not a key of dns, which ignores it: got []; expected "search"; did you mean "search"?',
  ]);
});

test('a configuration names the binaries and the pools', () => {
  const { faults, binaries, sets } = readConfig({ cniVersion: '0.3.1', ...IPVLAN });
  expect([faults, binaries, sets.map((set) => set.map((pool) => String(pool.range)))])
    .toEqual([[], ['ipvlan', 'host-local'], [['192.168.1.13-192.168.1.17']]]);
});

test('so does a list of chained plugins', () => {
  const { faults, binaries, sets } = readConfig({
    cniVersion: '0.3.1', name: 'x', disableCheck: true, plugins: [IPVLAN, { type: 'tuning', promisc: true, capabilities: { mac: true } }],
  });
  expect([faults, binaries, sets.length]).toEqual([[], ['ipvlan', 'host-local', 'tuning'], 1]);
});

test('one flag of a list may be a text, as libcni reads it, and the others not, which Multus reads before', () => {
  const list = (flags: object) => lines({ cniVersion: '1.0.0', name: 'x', ...flags, plugins: [IPVLAN] });
  expect(list({ disableCheck: true, disableGC: false, loadOnlyInlinedPlugins: 'FALSE' })).toEqual([]);
  expect(list({ disableCheck: 'true', disableGC: 1, loadOnlyInlinedPlugins: null })).toEqual([['disableCheck', '"true"'], ['disableGC', '1'], ['loadOnlyInlinedPlugins', 'null']].map(
    ([key, got]) => `error: key-type '${key}' has the wrong type: got ${got}; expected true or false; correct the value`));
});

test('what no list reads must still be of the kind that a plugin reads', () => {
  const list = (keys: object) => lines({ cniVersion: '1.0.0', name: 'x', ...keys, plugins: [IPVLAN] }).filter((line) => line.startsWith('error'));
  expect(list({ ipam: 'x', dns: [], capabilities: ['ips'], prevResult: 5 }).map((line) => line.split(' has the')[0])).toEqual(
    ['ipam', 'dns', 'capabilities', 'prevResult'].map((key) => `error: key-type '${key}'`));
  expect(list({ ipam: {}, dns: {}, capabilities: { ips: true } })).toEqual([]);
});

test('of a plugin that nobody knows only the common keys are checked', () => {
  expect(lines({ type: 'my-plugin', vlan: '5', any: null })).toEqual([MY_PLUGIN]);
  expect(lines({ cniVersion: 1, type: 'my-plugin', ipam: 'x', capabilities: { ips: 1 } })).toEqual([
    "error: key-type 'cniVersion' has the wrong type: got 1; expected a string; correct the value",
    "error: key-type 'ipam' has the wrong type: got \"x\"; expected an object; correct the value",
    "error: key-type 'capabilities' has the wrong type: got {\"ips\":1}; expected an object of true and false; correct the value",
    MY_PLUGIN,
  ]);
});

test('of an IPAM that nobody knows only the type is checked', () => {
  expect(lines({ ...IPVLAN, ipam: { type: 'my-ipam', range: 5 } })).toEqual([MY_IPAM]);
  expect(lines({ ...IPVLAN, ipam: { type: 5 } })).toEqual(["error: key-type 'ipam.type' has the wrong type: got 5; expected a string; correct the value"]);
});

test('calico-ipam reads what stands beside it, and no other IPAM does', () => {
  const calico = {
    datastore_type: 'kubernetes', kubernetes: { kubeconfig: '/etc/cni/net.d/calico-kubeconfig' }, policy: { type: 'k8s' }, nodename: 'worker-1', nodename_file: '/x',
    nodename_file_optional: false, hostname: 'x', ipam_lock_file: '/x', log_level: 'info', log_file_path: '/var/log/calico/cni/cni.log', log_file_max_size: 100,
    log_file_max_age: 30, log_file_max_count: 10, etcd_endpoints: 'http://x:2379', etcd_discovery_srv: 'x', etcd_authority: 'x:2379', etcd_scheme: 'http',
    etcd_key_file: '/x', etcd_cert_file: '/x', etcd_ca_cert_file: '/x', windows_use_single_network: false,
  };
  const macvlan = { type: 'macvlan', master: 'eth1', mode: 'bridge', ...calico };
  expect(lines({ ...macvlan, ipam: { type: 'calico-ipam', assign_ipv4: 'true' } })).toEqual([]);
  expect(lines({ ...macvlan, ipam: { type: 'calico-ipam' }, log_level: 4, container_settings: {} })).toEqual([
    "error: key-type 'log_level' has the wrong type: got 4; expected a string; correct the value",
    'warning: key-unknown \'container_settings\' is not a key of macvlan, which ignores it: got {}; expected one of "master", "mode", "mtu", "mac", "linkInContainer" or 31 more; remove it, or correct its name',
  ]);
  expect(lines({ ...macvlan, ipam: {} }).map((line) => line.split(' ').slice(0, 3).join(' '))).toEqual(Object.keys(calico).map((key) => `warning: key-unknown '${key}'`));
});

test('a key of a plugin beside the list is to be moved into it', () => {
  const MOVED = (key: string, got: string) => `warning: key-unknown '${key}' is not a key of a list of plugins, which ignores it: got ${got}; expected the key in the plugin that it is for; move it into that plugin, beside its 'type'`;
  const plugins = [IPVLAN, { type: 'my-plugin' }, { type: 'tuning' }];
  expect(lines({ capabilities: { ips: true }, dns: {}, ipam: {}, mode: 'l2', sysctl: {}, plugins })).toEqual([
    MOVED('capabilities', '{"ips":true}'), MOVED('dns', '{}'), MOVED('ipam', '{}'), MOVED('mode', '"l2"'), MOVED('sysctl', '{}'), MY_PLUGIN.replace('type', 'plugins[1].type'),
  ]);
  expect(lines({ runtimeConfig: {}, bridge: 'br0', plugins: [IPVLAN] }).map((line) => line.split('; ').slice(1).join('; '))).toEqual([
    'expected one of "type", "cniVersion", "cniVersions", "name", "disableCheck" or 4 more; remove it, or correct its name',
    'expected one of "type", "cniVersion", "cniVersions", "name", "disableCheck" or 4 more; remove it, or correct its name',
  ]);
});

describe('the version', () => {
  test.each(['0.1.0', '0.2.0', '0.3.0', '0.3.1', '0.4.0', '1.0.0', '1.1.0'])('%j passes', (cniVersion) => {
    expect(lines({ ...IPVLAN, cniVersion })).toEqual([]);
    expect(CNI_VERSIONS).toContain(cniVersion);
  });

  test.each(['', undefined])('%j passes with a warning', (cniVersion) => {
    expect(lines({ ...IPVLAN, cniVersion })).toEqual(NO_VERSION(cniVersion));
  });

  test.each(['0.3.2', '0.5.0', '1.0', '1.2.0', 'bogus', ' 0.3.1', 'v1.0.0'])('%j fails', (cniVersion) => {
    expect(lines({ ...IPVLAN, cniVersion })).toEqual([
      `error: cni-version-unsupported 'cniVersion' is not a version of the CNI specification: got ${JSON.stringify(cniVersion)}; expected "0.1.0", "0.2.0", "0.3.0", "0.3.1", "0.4.0", "1.0.0", "1.1.0"; write "0.3.1", which every release of Multus and of the plugins accepts`,
    ]);
  });

  const dual = (...subnets: string[]) => ({ ...IPVLAN, ipam: { type: 'host-local', ranges: subnets.map((subnet) => [{ subnet }]) } });
  test.each(['0.1.0', '0.2.0', '', undefined])('%j fails with two addresses of one family', (cniVersion) => {
    expect(lines({ ...dual('192.168.1.0/24', '192.168.2.0/24'), cniVersion })).toEqual([
      ...NO_VERSION(cniVersion),
      `error: cni-version-one-address 'cniVersion' allows one IPv4 address for each interface, and the 'ipam' gives more: got ${JSON.stringify(cniVersion) ?? 'nothing'}; expected "0.3.0" or later; write "0.3.1"`,
    ]);
    expect(lines({ ...dual('192.168.1.0/24', 'fd00:1::/64', 'fd00:2::/64'), cniVersion })).toEqual([
      ...NO_VERSION(cniVersion),
      `error: cni-version-one-address 'cniVersion' allows one IPv6 address for each interface, and the 'ipam' gives more: got ${JSON.stringify(cniVersion) ?? 'nothing'}; expected "0.3.0" or later; write "0.3.1"`,
    ]);
    expect(lines({ ...dual('192.168.1.0/24', 'fd00:1::/64'), cniVersion })).toEqual(NO_VERSION(cniVersion));
  });

  const fixed = (...addresses: string[]) => ({ ...IPVLAN, ipam: { type: 'static', addresses: addresses.map((address) => ({ address })) } });
  test('0.2.0 fails with two addresses of one family from static, and passes with one of each', () => {
    expect(lines({ ...fixed('192.168.1.5/24', '192.168.1.6/24'), cniVersion: '0.2.0' })).toEqual([
      'error: cni-version-one-address \'cniVersion\' allows one IPv4 address for each interface, and the \'ipam\' gives more: got "0.2.0"; expected "0.3.0" or later; write "0.3.1"',
    ]);
    expect(lines({ ...fixed('192.168.1.5/24', 'fd00:1::5/64'), cniVersion: '0.2.0' })).toEqual([]);
    expect(lines({ ...IPVLAN, ipam: { type: 'whereabouts', ipRanges: [{ range: '192.168.1.0/24' }, { range: 'fd00:1::/64' }] }, cniVersion: '0.2.0' })).toEqual([]);
    for (const ipam of [{ ipRanges: [{ range: '192.168.1.0/24' }, { range: '192.168.2.0/24' }] }, { range: '192.168.1.0/24', addresses: [{ address: '192.168.2.5/24' }] }]) {
      expect(lines({ ...IPVLAN, ipam: { type: 'whereabouts', ...ipam }, cniVersion: '0.2.0' })).toEqual([
        'error: cni-version-one-address \'cniVersion\' allows one IPv4 address for each interface, and the \'ipam\' gives more: got "0.2.0"; expected "0.3.0" or later; write "0.3.1"',
      ]);
    }
  });

  test('0.3.0 passes with two addresses of one family', () => {
    expect(lines({ ...dual('192.168.1.0/24', '192.168.2.0/24'), cniVersion: '0.3.0' })).toEqual([]);
  });
});

describe('the plugins', () => {
  const NO_TYPE = "expected a 'type' such as \"ipvlan\", or a list 'plugins' of objects that each have one; set 'type'";
  test.each<[string, Record<string, unknown>, string[]]>([
    ['nothing', {}, [`error: plugin-type-missing 'type' names no plugin: got nothing; ${NO_TYPE}`]],
    ['an empty type', { type: '' }, [`error: plugin-type-missing 'type' names no plugin: got ""; ${NO_TYPE}`]],
    ['a type that is no text', { type: 5 }, [`error: plugin-type-missing 'type' names no plugin: got 5; ${NO_TYPE}`]],
    ['an empty list', { plugins: [] }, [
      "error: plugin-type-missing 'plugins' names no plugin: got []; expected a list of objects with a 'type', such as [{ \"type\": \"ipvlan\" }]; set 'type'",
    ]],
    ['plugins that are no list', { plugins: { type: 'ipvlan' } }, [
      "error: key-type 'plugins' has the wrong type: got {\"type\":\"ipvlan\"}; expected a list; correct the value",
    ]],
    ['plugins of null', { plugins: null }, ["error: key-type 'plugins' has the wrong type: got null; expected a list; correct the value"]],
    ['items that are no plugins', { plugins: [IPVLAN, null, 'tuning', {}] }, [
      "error: key-type 'plugins[1]' has the wrong type: got null; expected an object with a 'type'; correct the value",
      "error: key-type 'plugins[2]' has the wrong type: got \"tuning\"; expected an object with a 'type'; correct the value",
      "error: plugin-type-missing 'plugins[3].type' names no plugin: got nothing; expected the name of a plugin, such as \"ipvlan\"; set 'type'",
    ]],
    ['a range far inside', { plugins: [{ ...IPVLAN, ipam: { type: 'host-local', ranges: [[{ subnet: '192.168.1.0/31' }]] } }] }, [
      "error: subnet-too-small 'plugins[0].ipam.ranges[0][0].subnet' is too small to allocate from: got \"192.168.1.0/31\"; expected a prefix length of at most 30; give the subnet that the master is in; narrow the pool with 'rangeStart' and 'rangeEnd'",
    ]],
  ])('fail: %s', (_, conf, expected) => {
    expect(lines(conf)).toEqual(expected);
  });

  test('are a list where the type is empty, as to Multus', () => {
    expect(lines({ type: '', plugins: [IPVLAN] })).toEqual([]);
  });

  test('beside a type are ignored, and a warning', () => {
    expect(readConfig({ ...IPVLAN, plugins: [{ type: 'tuning' }] }).binaries).toEqual(['ipvlan', 'host-local']);
    expect(lines({ ...IPVLAN, plugins: [] })).toEqual([
      'warning: key-unknown \'plugins\' is not a key of ipvlan, which ignores it: got []; expected one of "master", "mode", "mtu", "linkInContainer", "cniVersion" or 8 more; remove it, or correct its name',
    ]);
  });

  test.each([
    ['__proto__', 'expected the name of the binary on the node, such as "macvlan"; correct it, or acknowledge it where the plugin is your own'],
    ['constructor', ADVICE],
    ['hasOwnProperty', ADVICE],
  ])('the key %s is a key like any other, and so is the type', (key, advice) => {
    expect(lines(JSON.parse(`{ ${JSON.stringify(key)}: {}, "type": "ipvlan", "master": "eth1", "mode": "l2", "ipam": { "type": "my-ipam" } }`))).toEqual([
      `warning: key-unknown '${key}' is not a key of ipvlan, which ignores it: got {}; expected one of "master", "mode", "mtu", "linkInContainer", "cniVersion" or 8 more; remove it, or correct its name`,
      MY_IPAM,
    ]);
    expect(lines({ type: key })).toEqual([`warning: plugin-unknown 'type' is not a plugin that this library knows: got "${key}"; ${advice}`]);
  });

  test('a misspelt key is a warning that names the right one', () => {
    expect(lines({ ...IPVLAN, moed: 'l3' })).toEqual([
      'warning: key-unknown \'moed\' is not a key of ipvlan, which ignores it: got "l3"; expected "mode"; did you mean "mode"?',
    ]);
  });
});

describe('what is known of the master', () => {
  test.each<[string, MasterFacts]>([
    ['the MTU itself', { mtu: 1500 }],
    ['an address outside the pool', { addresses: ['192.168.1.12/24', '192.168.1.18/24'] }],
    ['the address that host-local keeps as the gateway', { addresses: ['192.168.1.1/24'] }],
    ['an address of the other family', { addresses: ['fd00:1::13/64'] }],
    ['one of several subnets', { addresses: ['10.0.0.1/8', '192.168.1.12/25'] }],
  ])('passes: %s', (_, master) => {
    expect(lines({ ...IPVLAN, mtu: 1500 }, master)).toEqual([]);
  });

  test('passes: the gateway within the pool is an address of the node', () => {
    expect(lines({ ...IPVLAN, ipam: { type: 'host-local', subnet: '192.168.1.0/24' } }, { addresses: ['192.168.1.1/24'] })).toEqual([]);
  });

  const NEITHER = 'expected the address of the master on a node in CIDR notation, such as "192.168.0.12/24" or "fd00:1::12/64"; write what `ip address` shows on the node';
  test.each<[string, MasterFacts, string[]]>([
    ['an MTU above', { mtu: 1499 }, [
      "error: mtu-above-master 'mtu' is larger than the MTU of the master: got 1500; expected at most 1499; lower 'mtu', or raise the MTU of the master and 'masterMtu'",
    ]],
    ['a node in the pool', { addresses: ['192.168.1.12/24', '192.168.1.13/24'] }, [
      'error: node-address-in-pool \'masterAddresses[1]\' is in the pool 192.168.1.13-192.168.1.17 of the subnet "192.168.1.0/24": got "192.168.1.13/24"; expected an address of a node that no pod can get; narrow the pool so that it leaves the address out',
    ]],
    ['the subnet of the guide, which is not that of its eth1', { addresses: ['192.168.0.12/24'] }, [
      'warning: subnet-not-on-master \'ipam.subnet\' is not the subnet of any address of the master: got "192.168.1.0/24"; expected a subnet that the master is in: "192.168.0.0/24"; correct \'subnet\' or \'masterAddresses\'; keep it where the network routes this subnet to the node',
    ]],
    ['a pool that the master is only half in', { addresses: ['192.168.1.12/28'] }, [
      'warning: subnet-not-on-master \'ipam.subnet\' is not the subnet of any address of the master: got "192.168.1.0/24"; expected a subnet that the master is in: "192.168.1.0/28"; correct \'subnet\' or \'masterAddresses\'; keep it where the network routes this subnet to the node',
    ]],
    ['an address without a prefix length', { addresses: ['192.168.1.12'] }, [
      `error: master-address-invalid 'masterAddresses[0]' is not an address with a prefix length: got "192.168.1.12"; ${NEITHER}`,
    ]],
    ['addresses that are none', { addresses: [null as any, 5 as any, ''] }, [
      `error: master-address-invalid 'masterAddresses[0]' is not an address with a prefix length: got null; ${NEITHER}`,
      `error: master-address-invalid 'masterAddresses[1]' is not an address with a prefix length: got 5; ${NEITHER}`,
      `error: master-address-invalid 'masterAddresses[2]' is not an address with a prefix length: got ""; ${NEITHER}`,
    ]],
  ])('fails: %s', (_, master, expected) => {
    expect(lines({ ...IPVLAN, mtu: 1500 }, master)).toEqual(expected);
  });
});

test('the text of a configuration has its keys in their order, a line for each', () => {
  expect(configText({ cniVersion: '0.3.1', type: 'ipvlan', ipam: { type: 'dhcp' } })).toBe(`{
  "cniVersion": "0.3.1",
  "type": "ipvlan",
  "ipam": {
    "type": "dhcp"
  }
}`);
});

/** Configurations with the right keys, and any values that JSON has. */
const anyConf = fc.record(Object.fromEntries(
  ['cniVersion', 'type', 'plugins', 'master', 'mode', 'mtu', 'linkInContainer', 'ipam', 'dns', 'capabilities', '__proto__']
    .map((key) => [key, fc.oneof(fc.jsonValue(), fc.constantFrom<unknown>('ipvlan', IPVLAN, [IPVLAN], HOST_LOCAL))]),
), { requiredKeys: [] });

test('never throws, whatever the values', () => {
  fc.assert(fc.property(fc.oneof(anyConf, fc.object()), fc.array(fc.anything()), fc.anything(), (conf, addresses, mtu) => {
    for (const line of linesOf(readConfig(conf, { addresses: addresses as string[], mtu: mtu as number }).faults)) {
      expect(line).toMatch(/^(error|warning): [a-z-]+ '[^\n\r]+' [^\n\r]+: got [^\n\r]+; expected [^\n\r]+; [^\n\r]+$/);
    }
  }), { numRuns: 500 });
});
