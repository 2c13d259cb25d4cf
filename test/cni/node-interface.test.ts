import { checkEthernet, checkNodeInterface } from '../../lib/cni/node-interface';
import { linesOf } from '../support/messages';

const named = (master: unknown) => linesOf(checkNodeInterface({ master }, 'master', []));
const ethernet = (master: unknown) => linesOf(checkEthernet({ master }, 'macvlan', ['plugins', 0]));
const CARD = 'expected the name of the interface on the node, 1 to 15 bytes without space, "/", ":" or "%", and not "all" or "default", nor "lo", such as "eth1"; write the name that `ip link` shows on the node';

test.each(['eth1', 'eth1.100', 'enp59s0f0np0', 'a23456789012345', 'mlx5_ib0', 'mlx5_core', 'hns3', 'irdma', undefined, 5])('passes %s', (master) => {
  expect(named(master)).toEqual([]);
});

test.each<[string, string]>([['eth1@if30', 'eth1'], ['eth1.100@eth1', 'eth1.100'], ['enp59s0f0.100@enp59s0f0', 'enp59s0f0.100'], ['eth1@', 'eth1'], ['eth1@a@b', 'eth1']])('fails on %s', (got, own) => {
  expect(named(got)).toEqual([`error: master-invalid 'master' is not the name of a network card: what \`ip link\` shows from "@" on is not part of it: got "${got}"; expected "${own}"; write "${own}"`]);
});

test.each(['lo', '<iface>', 'a234567890123456', 'a234567890123456@if3', 'eth1:0', '0000:3b:02.0', 'eth 1'])('fails on %s', (got) => {
  expect(named(got)).toEqual([`error: master-invalid 'master' is not the name of a network card: got "${got}"; ${CARD}`]);
});

test.each(['mlx5_0', 'mlx4_12', 'bnxt_re0', 'irdma1', 'hns_0', 'qedr0'])('warns of %s', (got) => {
  expect(named(got)).toEqual([`warning: rdma-device-name 'master' is the name of an RDMA device, and not of a network interface: got "${got}"; expected the name of the interface on the node, such as "enp59s0f0np0"; write the netdev that \`rdma link\` shows beside it on the node`]);
});

test.each(['ib0', 'ib10', 'ib0.8001', 'ibs10', 'ibs3f1', 'ibp24s0', 'ibP2p1s0', 'ibo1', 'ibx0123456789ab', 'mlx5_ib0'])('warns of the InfiniBand interface %s', (got) => {
  expect(ethernet(got)).toEqual([`warning: master-infiniband 'plugins[0].master' is the name of an InfiniBand interface, on which macvlan can make none: got "${got}"; expected the name of an Ethernet interface, such as "eth1"; use the plugin "ipoib" on it, or "ib-sriov" with a virtual function`]);
});

test.each(['eth1', 'ibm0', 'ibmveth0', 'ib', 'ibr0', 'ibp', 'ibx0', 'lib0', undefined, 5])('passes the Ethernet interface %s', (master) => {
  expect(ethernet(master)).toEqual([]);
});
