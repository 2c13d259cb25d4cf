import { IB_SRIOV } from '../../lib/cni/ib-sriov';
import { SOME_IPAM, layer2, linesOfPlugin } from '../support/plugin-lines';

const lines = (conf: object) => linesOfPlugin(IB_SRIOV, { type: 'ib-sriov', ...conf });

test.each<[string, object]>([
  ['the smallest one', {}],
  ['what the SR-IOV network operator writes', { link_state: 'enable', capabilities: { infinibandGUID: true }, ipam: {} }],
  ['every key', {
    deviceID: '0000:03:02.3', pkey: '0x8001', link_state: 'auto', rdmaIsolation: true, ibKubernetesEnabled: true, vfioPciMode: false, publishPfGuid: false, kubeconfig: '/etc/ib/kubeconfig', ipam: SOME_IPAM,
  }],
  ['an IPAM that it does not know', { ipam: { type: 'nv-ipam', poolName: 'pool1' } }],
])('passes %s', (_, conf) => {
  expect(lines(conf)).toEqual([]);
});

test.each<[string, object, string]>([
  ['an unknown state of the link', { link_state: 'up' }, "error: value-unknown 'link_state' is not a value that ib-sriov knows: got \"up\"; expected \"auto\", \"enable\", \"disable\"; write one of them"],
  ['a flag in a string', { rdmaIsolation: 'true' }, "error: key-type 'rdmaIsolation' has the wrong type: got \"true\"; expected true or false; correct the value"],
  ['a key of the partition that is a number', { pkey: 0x8001 }, "error: key-type 'pkey' has the wrong type: got 32769; expected a string; correct the value"],
  ['dhcp', { ipam: { type: 'dhcp' } }, "error: ipam-refused 'ipam.type' is an IPAM that ib-sriov refuses: got \"dhcp\"; expected another IPAM, such as \"host-local\" or \"whereabouts\"; correct the 'ipam', or remove it"],
])('fails on %s', (_, conf, line) => {
  expect(lines(conf)).toEqual([line]);
});

test.each<[string, object, string]>([
  ['a misspelt key', { rdma_isolation: true }, "warning: key-unknown 'rdma_isolation' is not a key of ib-sriov, which ignores it: got true; expected \"rdmaIsolation\"; did you mean \"rdmaIsolation\"?"],
  ['the GUID of an interface, which the runtime hands over', { guid: '11:22:33:00:00:aa:bb:cc' }, "warning: key-unknown 'guid' is not a key of ib-sriov, which ignores it: got \"11:22:33:00:00:aa:bb:cc\"; expected one of \"deviceID\", \"pkey\", \"link_state\", \"rdmaIsolation\", \"ibKubernetesEnabled\" or 12 more; remove it, or correct its name"],
  ['an IPAM that names no plugin', { ipam: { subnet: '10.0.0.0/24' } }, layer2('ib-sriov', '{"subnet":"10.0.0.0/24"}')],
])('warns of %s', (_, conf, line) => {
  expect(lines(conf)).toEqual([line]);
});
