import { capabilitiesFor, declareCapabilities } from '../../lib/cni/capabilities';
import { Conf } from '../../lib/cni/keys';

const HOST_LOCAL = { ipam: { type: 'host-local', subnet: '192.168.1.0/24' } };
const ALL = new Set(['portMappings', 'mac', 'ips', 'deviceID', 'bandwidth']);

test('what an attachment asks for are capabilities, its name and interface are none', () => {
  expect(capabilitiesFor({ name: 'a', namespace: 'b', interface: 'c', deviceID: 'd', portMappings: [], bandwidth: {}, mac: 'e', ips: [], 'cni-args': {} }))
    .toEqual(['ips', 'mac', 'bandwidth', 'portMappings', 'deviceID']);
  expect(capabilitiesFor({ name: 'a', ips: undefined })).toEqual([]);
});

test.each<[Conf, string[]]>([
  [{ type: 'ipvlan', ...HOST_LOCAL }, ['ips']],
  [{ type: 'macvlan', ...HOST_LOCAL }, ['ips', 'mac']],
  [{ type: 'macvlan', ipam: { type: 'static' } }, ['ips', 'mac']],
  [{ type: 'macvlan', ipam: { type: 'whereabouts' } }, ['mac']],
  [{ type: 'macvlan', ipam: { type: 'dhcp' } }, ['mac']],
  [{ type: 'macvlan', ipam: {} }, ['mac']],
  [{ type: 'bridge' }, ['mac']],
  [{ type: 'tap' }, ['mac']],
  [{ type: 'sriov' }, ['mac']],
  [{ type: 'vlan', ...HOST_LOCAL }, ['ips']],
  [{ type: 'host-device' }, ['deviceID']],
  [{ type: 'tuning' }, ['mac']],
  [{ type: 'bandwidth' }, ['bandwidth']],
  [{ type: 'bandwidth', ingressRate: 8, ingressBurst: 8 }, []],
  [{ type: 'portmap' }, ['portMappings']],
  [{ type: 'sbr' }, []],
  [{ type: 'own', ...HOST_LOCAL }, ['ips']],
  [{ type: 'own' }, []],
])('%j honours %j', (conf, capabilities) => {
  const flags = Object.fromEntries(capabilities.map((capability) => [capability, true]));
  const declared = capabilities.length === 0 ? conf : { ...conf, capabilities: flags };
  expect(JSON.stringify(declareCapabilities(conf, ALL))).toBe(JSON.stringify(declared));
});

test('only what is asked for is declared', () => {
  expect(declareCapabilities({ type: 'macvlan', ...HOST_LOCAL }, new Set(['mac']))).toEqual({ type: 'macvlan', ...HOST_LOCAL, capabilities: { mac: true } });
});

test('each plugin of a list declares its own', () => {
  expect(declareCapabilities({ plugins: [{ type: 'bridge', ...HOST_LOCAL }, { type: 'bandwidth' }, null, { type: 'sbr' }] }, ALL)).toEqual({
    plugins: [
      { type: 'bridge', ...HOST_LOCAL, capabilities: { ips: true, mac: true } }, { type: 'bandwidth', capabilities: { bandwidth: true } }, null, { type: 'sbr' },
    ],
  });
});

test('what the configuration says stays, false too', () => {
  expect(declareCapabilities({ type: 'macvlan', capabilities: { mac: false, own: true }, ...HOST_LOCAL }, ALL).capabilities).toEqual({ ips: true, mac: false, own: true });
  expect(declareCapabilities({ type: 'macvlan', capabilities: 'mac' }, ALL)).toEqual({ type: 'macvlan', capabilities: 'mac' });
});
