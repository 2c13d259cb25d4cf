import { ApiObject, Testing } from 'cdk8s';
import { Attachments, HostDeviceNetwork } from '../../lib';
import { chartOf } from '../support/app';
import { typed } from '../support/networks';

const { configOf, failure, neverBreaks } = typed(HostDeviceNetwork);
const MISSING = (got: string) => `device-missing 'device' is missing, so that host-device does not know which device to take: got ${got}; `
  + 'expected one of "device", "hwaddr", "kernelpath", "pciBusId", or the annotation "k8s.v1.cni.cncf.io/resourceName" on the network; name the device, or its resource';

test('renders the device', () => {
  expect(configOf({ device: 'eth2' })).toBe('{"cniVersion":"0.3.1","type":"host-device","device":"eth2"}');
  expect(configOf({ pciBusId: '0000:00:1f.6' })).toBe('{"cniVersion":"0.3.1","type":"host-device","pciBusID":"0000:00:1f.6"}');
});

test('names the resource in an annotation, beside others', () => {
  const chart = chartOf('networks');
  new HostDeviceNetwork(chart, 'net', { name: 'net', resourceName: 'vendor.example/nic', annotations: { note: 'x' } });
  expect(Testing.synth(chart)[0]).toMatchObject({
    metadata: { annotations: { 'note': 'x', 'k8s.v1.cni.cncf.io/resourceName': 'vendor.example/nic' } }, spec: { config: '{\n  "cniVersion": "0.3.1",\n  "type": "host-device"\n}' },
  });
});

test('lets a pod name the device', () => {
  const chart = chartOf('networks');
  const network = new HostDeviceNetwork(chart, 'net', { pciBusId: '0000:00:1f.6' });
  const pod = new ApiObject(chart, 'pod', { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'app' }, spec: { containers: [{ name: 'app', image: 'app:1' }] } });
  Attachments.of(pod).attach(network, { deviceId: '0000:00:1f.7' });
  expect(JSON.parse(Testing.synth(chart)[0].spec.config).capabilities).toEqual({ deviceID: true });
});

test.each<[string, unknown, string]>([
  ['no device', {}, MISSING('nothing')],
  ['an empty device', { device: '' }, MISSING('""')],
  ['the loopback interface', { device: 'lo' }, 'master-invalid \'device\' is not the name of a network card: got "lo"; expected the name of the interface on the node, 1 to 15 bytes without space, "/", ":" or "%", and not "all" or "default", nor "lo", such as "eth1"; write the name that `ip link` shows on the node'],
  ['a path that is none of a device', { kernelpath: '/sys/class/net/eth1' }, 'kernel-path-invalid \'kernelpath\' is not the path of a device: got "/sys/class/net/eth1"; expected an absolute path below "/sys/devices/", such as "/sys/devices/pci0000:00/0000:00:19.0"; write what `readlink -f /sys/class/net/eth1/device` shows on the node'],
  ['the number of a model', { pciBusId: '1017' }, 'pci-address-invalid \'pciBusId\' is not the PCI address of a device: got "1017"; expected domain, bus, device and function, in lower case, such as "0000:3b:02.0"; write what `lspci -D` shows on the node, or leave it out and name the resource of a device plugin'],
  ['a resource without a domain', { resourceName: 'nic' }, "key-type 'resourceName' is not the name of a resource: got \"nic\"; expected the name of an extended resource, such as \"intel.com/sriov_net_a\"; correct the value"],
])('fails on %s', (_, props, message) => {
  expect(failure(props)).toBe(message);
});

test('from JavaScript: one message of one line, or a network', () => {
  neverBreaks('device', 'hwaddr', 'kernelpath', 'pciBusId');
});
