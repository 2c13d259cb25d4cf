import { HOST_DEVICE } from '../../lib/cni/host-device';
import { SOME_IPAM, layer2, linesOfPlugin } from '../support/plugin-lines';

const lines = (conf: object) => linesOfPlugin(HOST_DEVICE, { type: 'host-device', ...conf });

test.each<[string, object]>([
  ['a device', { device: 'eth1' }],
  ['a device of 15 bytes', { device: 'a23456789012345', ipam: SOME_IPAM }],
  ['a hardware address', { hwaddr: '52:54:00:12:34:56' }],
  ['the hardware address of InfiniBand', { hwaddr: Array(20).fill('01').join(':') }],
  ['a path', { kernelpath: '/sys/devices/pci0000:00/0000:00:19.0' }],
  ['a PCI address', { pciBusID: '0000:3d:00.1' }],
  ['devices that are only named after InfiniBand and RDMA', { device: 'mlx5_ib0' }],
  ['none, because Multus may hand one over', { capabilities: { deviceID: true } }],
  ['what comes after the key that counts', { device: 'eth1', hwaddr: 'x', kernelpath: 'y' }],
])('passes %s', (_, conf) => {
  expect(lines(conf)).toEqual([]);
});

const PCI = (got: string) => `error: master-invalid 'device' is the PCI address of a device, and not the name of a network card: got "${got}"; expected the name of the interface on the node, 1 to 15 bytes without space, "/", ":" or "%", and not "all" or "default", nor "lo", such as "eth1"; write "0000:3b:02.0" in 'pciBusID' instead`;

test.each<[string, object, string]>([
  ['a device of 16 bytes', { device: 'a234567890123456' }, 'error: master-invalid \'device\' is not the name of a network card: got "a234567890123456"; expected the name of the interface on the node, 1 to 15 bytes without space, "/", ":" or "%", and not "all" or "default", nor "lo", such as "eth1"; write the name that `ip link` shows on the node'],
  ['what `ip link` shows of one end of a pair', { device: 'net1@if30' }, 'error: master-invalid \'device\' is not the name of a network card: what `ip link` shows from "@" on is not part of it: got "net1@if30"; expected "net1"; write "net1"'],
  ['a PCI address', { device: '0000:3B:02.0' }, PCI('0000:3B:02.0')],
  ['a PCI address without its domain', { device: '3b:02.0' }, PCI('3b:02.0')],
  ['a hardware address that is none', { hwaddr: 'eth1' }, 'error: hardware-address-invalid \'hwaddr\' is not the hardware address of an interface: got "eth1"; expected what `ip link` shows on the node, such as "52:54:00:12:34:56"; correct it, or leave it out'],
  ['a path elsewhere', { kernelpath: '/sys/class/net/eth1' }, 'error: kernel-path-invalid \'kernelpath\' is not the path of a device: got "/sys/class/net/eth1"; expected an absolute path below "/sys/devices/", such as "/sys/devices/pci0000:00/0000:00:19.0"; write what `readlink -f /sys/class/net/eth1/device` shows on the node'],
])('fails on %s', (_, conf, line) => {
  expect(lines(conf)).toEqual([line]);
});

test('warns of an IPAM that names no plugin', () => {
  expect(lines({ device: 'eth1', ipam: { range: '10.0.0.0/24' } })).toEqual([layer2('host-device', '{"range":"10.0.0.0/24"}')]);
});

test('warns of keys of other plugins, and says what is meant', () => {
  expect(lines({ master: 'eth1' })).toEqual(['warning: key-unknown \'master\' is not a key of host-device, which ignores it: got "eth1"; expected "device"; did you mean "device"?']);
  expect(lines({ master: 'eth1', device: 'eth2', vlan: 100 })).toEqual([
    'warning: key-unknown \'master\' is not a key of host-device, which ignores it: got "eth1"; expected one of "device", "hwaddr", "kernelpath", "pciBusID", "cniVersion" or 8 more; remove it, or correct its name',
    'warning: key-unknown \'vlan\' is not a key of host-device, which ignores it: got 100; expected no such key, because host-device does not tag; name a VLAN interface as \'device\', such as "eth1.100", or use the plugin "vlan"',
  ]);
});
