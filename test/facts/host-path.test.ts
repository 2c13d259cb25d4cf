import { hostPathAt } from '../../lib/facts/host-path';

const pods = (volumes: unknown) => ({ spec: { volumes } });
const VOLUMES = [{ name: 'cni', hostPath: { path: '/var/lib/cni/' } }, { name: 'host', hostPath: { path: '/' } }, { name: 'scratch', emptyDir: {} }];
const mounts = (...volumeMounts: unknown[]) => ({ volumeMounts });

test.each<[string, object[], string | undefined]>([
  ['a mount', [{ name: 'cni', mountPath: '/host/etc/cni' }], '/var/lib/cni/net.d'],
  ['a mount of the folder itself', [{ name: 'cni', mountPath: '/host/etc/cni/net.d/' }], '/var/lib/cni'],
  ['all of the node', [{ name: 'host', mountPath: '/host' }], '/etc/cni/net.d'],
  ['all of the node at the folder', [{ name: 'host', mountPath: '/host/etc/cni/net.d' }], '/'],
  ['a part of a volume', [{ name: 'host', mountPath: '/host/etc', subPath: 'opt' }], '/opt/cni/net.d'],
  ['the mount that lies over another', [{ name: 'host', mountPath: '/host' }, { name: 'cni', mountPath: '/host/etc/cni/net.d' }], '/var/lib/cni'],
  ['a mount that hides the node', [{ name: 'host', mountPath: '/host' }, { name: 'scratch', mountPath: '/host/etc' }], undefined],
  ['a part that only the pod knows', [{ name: 'host', mountPath: '/host', subPathExpr: '$(POD)' }], undefined],
  ['a mount beside it', [{ name: 'cni', mountPath: '/host/etc/cni/net' }], undefined],
  ['a mount without a path', [{ name: 'cni' }], undefined],
  ['a mount of nothing', [{ name: 'other', mountPath: '/host' }], undefined],
])('the folder is on the node where it is by %s', (_, list, expected) => {
  expect(hostPathAt(pods(VOLUMES), mounts(...list), '/host/etc/cni/net.d')).toBe(expected);
});

test.each<[unknown, unknown]>([[undefined, undefined], [null, 5], [[null, { name: 'cni', hostPath: 5 }], [null, 5, { name: 'cni', mountPath: '/host' }]]])(
  'nothing is of the node with volumes %j and mounts %j', (volumes, volumeMounts) => {
    expect(hostPathAt(pods(volumes), { volumeMounts }, '/host')).toBeUndefined();
  });
