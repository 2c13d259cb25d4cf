import * as fc from 'fast-check';
import { canonicalConfig } from '../../lib/cni/canonical';
import { readConfig } from '../../lib/cni/config';
import { COMMON_KEYS } from '../../lib/cni/keys';
import { IPAM_TYPES } from '../../lib/cni/known-ipams';
import { KNOWN_PLUGINS } from '../../lib/cni/known-plugins';
import { linesOf } from '../support/messages';

test('keys in any case are the keys that the plugins know, also deep inside', () => {
  expect(canonicalConfig({
    CNIVERSION: '0.3.1',
    Plugins: [{
      TYPE: 'ipvlan',
      Master: 'eth1',
      linkincontainer: false,
      IPAM: { Type: 'host-local', RANGES: [[{ Subnet: '10.0.0.0/24', rangestart: '10.0.0.5' }]], Routes: [{ DST: '0.0.0.0/0', Gw: '10.0.0.1' }] },
    }],
  })).toEqual({
    cniVersion: '0.3.1',
    plugins: [{
      type: 'ipvlan',
      master: 'eth1',
      linkInContainer: false,
      ipam: { type: 'host-local', ranges: [[{ subnet: '10.0.0.0/24', rangeStart: '10.0.0.5' }]], routes: [{ dst: '0.0.0.0/0', gw: '10.0.0.1' }] },
    }],
  });
});

test.each([...KNOWN_PLUGINS, ...IPAM_TYPES].map((plugin) => [plugin.type, plugin] as const))('each key of %s is itself, and found in capitals', (type, { keys }) => {
  const names = [...Object.keys(COMMON_KEYS), ...Object.keys(keys)];
  const inCapitals = Object.fromEntries(names.map((name) => [name.toUpperCase(), type]));
  const asTheyAre = Object.fromEntries(names.map((name) => [name, type]));
  expect(canonicalConfig(asTheyAre)).toEqual(asTheyAre);
  expect(canonicalConfig(inCapitals)).toEqual(asTheyAre);
});

test('the keys of the parts of bridge, dhcp and whereabouts are found in any case', () => {
  expect(canonicalConfig({ vlanTrunk: [{ MINID: 1, maxid: 2 }, { ID: 3 }] })).toEqual({ vlanTrunk: [{ minID: 1, maxID: 2 }, { id: 3 }] });
  expect(canonicalConfig({ Request: [{ SKIPDEFAULT: true }], Provide: [{ OPTION: 'host-name', Value: 'a', FROMARG: 'b' }] }))
    .toEqual({ request: [{ skipDefault: true }], provide: [{ option: 'host-name', value: 'a', fromArg: 'b' }] });
  expect(canonicalConfig({ Kubernetes: { KubeConfig: '/a', K8S_API_ROOT: 'b' } })).toEqual({ kubernetes: { kubeconfig: '/a', k8s_api_root: 'b' } });
});

test('a key that is none of the plugin stays as it is written', () => {
  expect(canonicalConfig({ type: 'bridge', vlanId: 5, VlanID: 6, BRIDGE: 'br1', ipam: { type: 'static', SubNet: '10.0.0.0/24', ADDRESSES: [{ Address: '10.0.0.5/24' }] } }))
    .toEqual({ type: 'bridge', vlanId: 5, VlanID: 6, bridge: 'br1', ipam: { type: 'static', SubNet: '10.0.0.0/24', addresses: [{ address: '10.0.0.5/24' }] } });
});

test('null is as good as absent, but in a list', () => {
  expect(canonicalConfig({ type: 'ipvlan', mtu: null, ipam: { type: 'static', gateway: null }, plugins: [null, { dns: null }] }))
    .toEqual({ type: 'ipvlan', ipam: { type: 'static' }, plugins: [null, {}] });
});

test('keys that nobody knows, and the order, stay as they are', () => {
  const text = '{"Any":1,"type":"x","__proto__":{"Type":"y"},"anyThing":[{"Else":{}}],"constructor":2}';
  const canonical = canonicalConfig(JSON.parse(text));
  expect(JSON.stringify(canonical)).toBe(text.replace('"Type"', '"type"'));
  expect([Object.getPrototypeOf(canonical), canonical.type]).toEqual([Object.prototype, 'x']);
});

test('what belongs to somebody else stays as it is', () => {
  const foreign = { Type: 'x', MASTER: null, name: [{ TYPE: null }] };
  const config = { args: foreign, runtimeConfig: foreign, prevResult: foreign, capabilities: foreign, sysctl: foreign };
  expect(canonicalConfig(config)).toEqual(config);
  expect(canonicalConfig({ ARGS: foreign, SysCtl: foreign })).toEqual({ args: foreign, sysctl: foreign });
});

test('another spelling beside the right one stays, so that it is found', () => {
  const config = canonicalConfig({ cniVersion: '0.3.1', type: 'ptp', TYPE: 'bridge', ipam: { type: 'dhcp' } });
  expect(linesOf(readConfig(config).faults)).toEqual([
    'warning: key-unknown \'TYPE\' is not a key of ptp, which ignores it: got "bridge"; expected "type"; did you mean "type"?',
  ]);
});

test('fails where it is nested deeper than a configuration can be', () => {
  const nested = (depth: number): Record<string, unknown> => (depth === 0 ? {} : { any: nested(depth - 1) });
  expect(canonicalConfig(nested(100))).toEqual(nested(100));
  expect(() => canonicalConfig(nested(101))).toThrow(new RangeError('it is nested more than 100 levels deep'));
});

test('the given configuration is not changed, and a second time changes nothing', () => {
  fc.assert(fc.property(fc.dictionary(fc.constantFrom('type', 'Ipam', 'args', 'any', '__proto__', 'MTU'), fc.jsonValue()), (config) => {
    const before = JSON.stringify(config);
    const canonical = canonicalConfig(config);
    expect(JSON.stringify(config)).toBe(before);
    expect(JSON.stringify(canonicalConfig(canonical))).toBe(JSON.stringify(canonical));
  }), { numRuns: 300 });
});
