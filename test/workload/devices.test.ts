import { ApiObject, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { Attachments, CniNetwork, HostDeviceNetwork, Ipam, SriovNetwork } from '../../lib';
import { requestDevices } from '../../lib/workload/devices';
import { chartOf } from '../support/app';
import { messageThrownBy } from '../support/messages';

const NIC = 'intel.com/nic';
const asks = (count: string) => ({ limits: { [NIC]: count }, requests: { [NIC]: count } });

describe('the devices that a pod needs', () => {
  test.each<[string, object[], object[]]>([
    ['go into the first container', [{ name: 'a' }, { name: 'b' }], [{ name: 'a', resources: asks('2') }, { name: 'b' }]],
    ['stand beside what it asks for otherwise', [{ name: 'a', resources: { limits: { cpu: '1' } } }], [{ name: 'a', resources: { limits: { cpu: '1', [NIC]: '2' }, requests: { [NIC]: '2' } } }]],
    ['are not asked for twice', [{ name: 'a' }, { name: 'b', resources: asks('2') }], [{ name: 'a' }, { name: 'b', resources: asks('2') }]],
    ['fill up what is asked for', [{ name: 'a', resources: asks('1') }], [{ name: 'a', resources: asks('2') }]],
    ['fill up what another container asks for', [{ name: 'a' }, { name: 'b', resources: asks('1') }], [{ name: 'a', resources: asks('1') }, { name: 'b', resources: asks('1') }]],
    ['are no more than the user wants', [{ name: 'a', resources: asks('3') }], [{ name: 'a', resources: asks('3') }]],
  ])('%s', (_, containers, expected) => {
    const given = structuredClone(containers);
    expect(requestDevices({ containers, volumes: [] }, new Map([[NIC, 2]]))).toEqual({ containers: expected, volumes: [] });
    expect(containers).toEqual(given);
  });

  test('are nothing to a pod without containers', () => {
    expect(requestDevices({}, new Map([[NIC, 1]]))).toEqual({});
  });
});

const resourcesIn = (objects: any[], kind: string) => {
  const object = objects.find((candidate) => candidate.kind === kind);
  return (object.spec.template?.spec ?? object.spec).containers[0].resources;
};

test('a pod asks for one device for each attachment to a network of devices, and a rule has nothing to say', () => {
  const chart = chartOf();
  const [left, right] = ['left', 'right'].map((name) => new SriovNetwork(chart, name, { name, resourceName: `intel.com/${name}`, ipam: Ipam.none() }));
  const web = new kplus.Deployment(chart, 'web', { containers: [{ image: 'app:1', resources: { cpu: { request: kplus.Cpu.millis(50) } } }] });
  Attachments.of(web)
    .attach(left, { interfaceName: 'a' })
    .attach(left, { interfaceName: 'b' })
    .attach(right, { interfaceName: 'c' })
    .attach(right, { interfaceName: 'd', deviceId: '0000:03:02.3' });
  expect(resourcesIn(Testing.synth(chart), 'Deployment')).toEqual({
    limits: { 'intel.com/left': '2', 'intel.com/right': '1' },
    requests: { 'cpu': '50m', 'intel.com/left': '2', 'intel.com/right': '1' },
  });
});

test('so does one that is attached to a device of the node, to a configuration by hand, or to a network that exists already', () => {
  const chart = chartOf();
  const pod = new ApiObject(chart, 'app', { apiVersion: 'v1', kind: 'Pod', spec: { containers: [{ name: 'app', image: 'app:1' }] } });
  Attachments.of(pod)
    .attach(new HostDeviceNetwork(chart, 'a', { resourceName: 'example.com/a', ipam: Ipam.none() }))
    .attach(new CniNetwork(chart, 'b', { config: { type: 'sriov', ipam: {} }, annotations: { 'k8s.v1.cni.cncf.io/resourceName': 'example.com/b' } }))
    .attach(CniNetwork.fromNetworkName(chart, 'c', 'c', { resourceName: 'example.com/c' }));
  const devices = { 'example.com/a': '1', 'example.com/b': '1', 'example.com/c': '1' };
  expect(resourcesIn(Testing.synth(chart), 'Pod')).toEqual({ limits: devices, requests: devices });
});

test('a marker of nodes with a bridge is not asked for', () => {
  const chart = chartOf();
  const bridge = new CniNetwork(chart, 'br', {
    config: { type: 'bridge', bridge: 'br1', ipam: {} }, annotations: { 'k8s.v1.cni.cncf.io/resourceName': 'bridge.network.kubevirt.io/br1' },
  });
  const pod = new ApiObject(chart, 'app', { apiVersion: 'v1', kind: 'Pod', spec: { containers: [{ name: 'app', image: 'app:1' }] } });
  Attachments.of(pod).attach(bridge);
  expect(resourcesIn(Testing.synth(chart), 'Pod')).toBeUndefined();
});

test('fails for a resource that Kubernetes cannot have', () => {
  expect(messageThrownBy(() => CniNetwork.fromNetworkName(chartOf(), 'c', 'c', { resourceName: 'nic' }))).toBe(
    "[apps/c] key-type 'resourceName' is not the name of a resource: got \"nic\"; expected the name of an extended resource, such as \"intel.com/sriov_net_a\"; correct the value",
  );
});
