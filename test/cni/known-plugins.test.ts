import * as fc from 'fast-check';
import { checkChain, checkDevice, checkEnvelope } from '../../lib/cni/chain';
import { COMMON_KEYS, Conf, checkKeys } from '../../lib/cni/keys';
import { IPAM_TYPES } from '../../lib/cni/known-ipams';
import { KNOWN_PLUGINS, KnownPlugin, isKnownPluginName, knownPlugin, mayKnowAddresses, nearestPluginName, plainType } from '../../lib/cni/known-plugins';
import { linesOf } from '../support/messages';

test('tells of each plugin what matters to those around it', () => {
  const row = (known: KnownPlugin) => {
    const { type, chained, makesVeth, needsIpam, honoursMac, usesMaster, oldestCniVersion, ownRelease, capability } = known;
    const values = [type, chained, makesVeth, needsIpam, honoursMac, usesMaster, oldestCniVersion, ownRelease];
    return capability === undefined ? values : [...values, capability];
  };
  expect(KNOWN_PLUGINS.map(row)).toEqual([
    ['ipvlan', false, false, 'required', 'never', true, undefined, true],
    ['macvlan', false, false, 'optional', 'always', true, undefined, true],
    ['vlan', false, false, 'required', 'never', true, undefined, true],
    ['bridge', false, true, 'optional', 'always', false, undefined, true],
    ['ptp', false, true, 'required', 'never', false, undefined, true],
    ['dummy', false, false, 'required', 'never', false, undefined, true],
    ['host-device', false, false, 'optional', 'never', false, undefined, true, 'deviceID'],
    ['tap', false, false, 'optional', 'always', false, undefined, true],
    ['sriov', false, false, 'optional', 'always', false, undefined, false],
    ['ib-sriov', false, false, 'optional', 'never', false, undefined, false],
    ['ipoib', false, false, 'optional', 'never', true, undefined, false],
    ['ovs', false, true, 'optional', 'always', false, undefined, false],
    ['bond', false, false, 'optional', 'never', false, undefined, false],
    ['ovn-k8s-cni-overlay', false, true, 'none', 'always', false, undefined, false],
    ['kube-ovn', false, true, 'none', 'always', false, undefined, false],
    ['flannel', false, true, 'none', 'always', false, undefined, false],
    ['tuning', true, false, 'none', 'always', false, undefined, true],
    ['bandwidth', true, false, 'none', 'never', false, '0.3.0', true, 'bandwidth'],
    ['portmap', true, false, 'none', 'never', false, undefined, true, 'portMappings'],
    ['sbr', true, false, 'none', 'never', false, undefined, true],
    ['vrf', true, false, 'none', 'never', false, '0.3.1', true],
    ['firewall', true, false, 'none', 'never', false, '0.4.0', true],
    ['rdma', true, false, 'none', 'never', false, undefined, false],
    ['route-override', true, false, 'none', 'never', false, undefined, false],
    ['cnv-bridge', false, true, 'optional', 'always', false, undefined, false],
    ['cnv-tuning', true, false, 'none', 'always', false, undefined, false],
  ]);
});

test('knows the plugins that have another name, and those that know addresses', () => {
  expect(['cnv-bridge', 'cnv-tuning', 'bridge', 'ovs', undefined].map(plainType)).toEqual(['bridge', 'tuning', 'bridge', 'ovs', undefined]);
  expect(['ovn-k8s-cni-overlay', 'kube-ovn', 'flannel', 'antrea', 'ovs', 'bridge', 'dummy', 'tuning', 'cnv-tuning'].filter(mayKnowAddresses))
    .toEqual(['ovn-k8s-cni-overlay', 'kube-ovn', 'flannel', 'antrea']);
});

test('tells the plugins that take a device, and how each is told which', () => {
  const rows = KNOWN_PLUGINS.map(({ type, deviceKeys, pciKey }) => [type, deviceKeys, pciKey]);
  expect(rows.filter(([, deviceKeys, pciKey]) => deviceKeys ?? pciKey)).toEqual([
    ['host-device', ['device', 'hwaddr', 'kernelpath', 'pciBusID'], 'pciBusID'],
    ['sriov', ['deviceID'], 'deviceID'],
    ['ib-sriov', ['deviceID'], 'deviceID'],
    ['rdma', undefined, 'deviceID'],
  ]);
});

test.each(['macvlan', 'ovs', 'ib-sriov', 'rdma', 'route-override', 'tc-redirect-tap', 'calico', 'flannel', 'cilium-cni', 'kube-ovn', 'ovn-k8s-cni-overlay', 'multus',
  'multus-shim', 'accelerated-bridge', 'userspace', 'vhostuser', 'azure-vnet', 'aws-cni', 'egress-cni', 'gke', 'istio-cni', 'linkerd-cni', 'cnv-bridge', 'cnv-tuning',
  'passthru', 'loopback', 'antrea', 'weave-net', 'spiderpool', 'coordinator', 'macvtap', 'ipoib', 'netbird', 'multi-nic',
  'ovs-mirror-producer', 'ovs-cni-mirror-consumer', 'oci-ipvlan', 'nv-ipam', 'ifacer', 'netop-cni', 'sf', 'veth', 'dpu-cni', 'contrail-k8s-cni', 'openshift-sdn'])('knows the name %s', (name) => {
  expect(isKnownPluginName(name)).toBe(true);
});

test.each<[string, string | undefined]>([['ipvaln', 'ipvlan'], ['mac-vlan', 'macvlan'], ['brigde', 'bridge'], ['route_override', 'route-override'], ['company-cni-of-ours', undefined], ['kubevirt-metadata-binding', undefined]])('%s is near to %s', (name, near) => {
  expect([isKnownPluginName(name), nearestPluginName(name)]).toEqual([false, near]);
});

test.each(['constructor', '__proto__', '', undefined, 5])('%j is no plugin', (type) => {
  expect(knownPlugin(type)).toBeUndefined();
});

const LINE = /^(error|warning): [a-z0-9-]+ '[^\n\r]+' [^\n\r]+: got [^\n\r]+; expected [^\n\r]+; [^\n\r]+[^.\n\r]$/;
const anyJson = fc.jsonValue({ maxDepth: 4 });
const confOf = (keys: readonly string[]) => fc.dictionary(fc.constantFrom(...keys), fc.oneof(anyJson, fc.anything({ withSparseArray: true })));

test.each(KNOWN_PLUGINS.map((known) => [known.type, known] as const))('the check of %s never throws, whatever the values', (_, known) => {
  fc.assert(fc.property(confOf([...Object.keys(known.keys), ...Object.keys(COMMON_KEYS)]), (conf: Conf) => {
    for (const line of linesOf([...checkKeys(conf, { ...known.keys, ...COMMON_KEYS }, known.type, []), ...known.check(conf, ['plugins', 0])])) {
      expect(line).toMatch(LINE);
    }
  }), { numRuns: 150 });
});

const IPAM_KEYS = ['type', 'addresses', 'routes', 'dns', 'request', 'provide', 'daemonSocketPath', 'range', 'range_start', 'range_end', 'exclude', 'ipRanges', 'gateway',
  'network_name', 'node_slice_size', 'kubernetes', 'enable_l3', 'subnet', 'ranges'];
const someIpam = fc.record({
  range: fc.oneof(fc.constantFrom('10.0.0.0/24', 'fd00::/64', '10.0.0.5-10.0.0.9/24', '10.0.0.0/31'), fc.anything()),
  range_start: fc.oneof(fc.constantFrom('10.0.0.5', '10.0.0.0'), fc.anything()),
  exclude: fc.oneof(fc.array(fc.oneof(fc.constantFrom('10.0.0.0/25', '10.0.0.7', 'fd00::1'), fc.anything())), fc.anything()),
  ipRanges: fc.array(fc.oneof(fc.record({ range: fc.anything(), exclude: fc.anything() }), fc.anything())),
  addresses: fc.array(fc.oneof(fc.record({ address: fc.oneof(fc.constant('10.0.0.5/24'), fc.anything()), gateway: fc.anything() }), fc.anything())),
  gateway: fc.oneof(fc.constant('10.0.0.1'), fc.anything()),
  node_slice_size: fc.oneof(fc.constant('/26'), fc.anything()),
  provide: fc.array(fc.oneof(fc.record({ option: fc.anything(), value: fc.anything() }), fc.anything())),
  routes: fc.array(fc.oneof(fc.record({ dst: fc.constant('10.0.0.0/8'), gw: fc.anything() }), fc.anything())),
}, { requiredKeys: [] });

test.each(IPAM_TYPES.map((ipam) => [ipam.type, ipam] as const))('the check of %s never throws, whatever the values', (_, ipam) => {
  fc.assert(fc.property(fc.oneof(someIpam, confOf(IPAM_KEYS)), (conf: Conf) => {
    for (const line of linesOf(ipam.check(conf, ['ipam']))) {
      expect(line).toMatch(LINE);
    }
  }), { numRuns: 400 });
});

test('the checks of a chain never throw, whatever the values', () => {
  const type = fc.oneof(fc.constantFrom(...KNOWN_PLUGINS.map((known) => known.type), 'antrea'), fc.anything());
  const conf = fc.tuple(type, confOf(['ipam', 'capabilities', 'mac', 'ingressPolicy', 'ingressRate', 'prevResult', 'cniVersion', 'name', 'device']))
    .map(([value, rest]) => ({ ...rest, type: value }));
  fc.assert(fc.property(fc.array(conf, { maxLength: 4 }), fc.boolean(), confOf(['name', 'cniVersion', 'cniVersions']), (confs, isList, envelope) => {
    const plugins = confs.map((one, i) => ({ conf: one, path: isList ? ['plugins', i] : [] }));
    for (const line of linesOf([...checkChain(plugins, isList), ...plugins.flatMap(checkDevice), ...checkEnvelope(envelope, plugins)])) {
      expect(line).toMatch(LINE);
    }
  }), { numRuns: 400 });
});
