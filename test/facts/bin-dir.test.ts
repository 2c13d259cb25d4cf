import { binDirOf } from '../../lib/facts/bin-dir';

const MOUNT = { name: 'cnibin', mountPath: '/host/opt/cni/bin' };

/** The folder of a container with these mounts of `/usr/libexec/cni`. */
function folderOf(container: object, volumes: unknown = [{ name: 'cni', emptyDir: {} }, { name: 'cnibin', hostPath: { path: '/usr/libexec/cni/' } }]): string | undefined {
  return binDirOf({ spec: { template: { spec: { volumes } } } }, ['spec', 'template'], [container as any])?.folder;
}

test.each<[string, object, string | undefined]>([
  ['where upstream mounts it', { volumeMounts: [MOUNT] }, '/usr/libexec/cni'],
  ['where a variable says', { env: [{ name: 'CNI_BIN_DIR', value: '/bins/' }], volumeMounts: [{ ...MOUNT, mountPath: '/bins' }] }, '/usr/libexec/cni'],
  ['where a flag says', { args: ['--cni-bin-dir=/bins'], volumeMounts: [{ ...MOUNT, mountPath: '/bins' }] }, '/usr/libexec/cni'],
  ['not where the variable says another place', { env: [{ name: 'CNI_BIN_DIR', value: '/bins' }], volumeMounts: [MOUNT] }, undefined],
  ['not in what is no folder of the node', { volumeMounts: [{ ...MOUNT, name: 'cni' }] }, undefined],
  ['not without mounts', {}, undefined],
])('plugins are looked for %s', (_, container, folder) => {
  expect(folderOf(container)).toBe(folder);
});

test('volumes that are no list have no folder', () => {
  expect(folderOf({ volumeMounts: [MOUNT] }, { name: 'cnibin' })).toBeUndefined();
});

test('the folder has a place in the object, and the nodes of the pods', () => {
  const spec = { nodeSelector: { pool: 'edge' }, volumes: [{ name: 'cni' }, { name: 'cnibin', hostPath: { path: '/opt/cni/bin' } }] };
  expect(binDirOf({ spec: { template: { spec } } }, ['spec', 'template'], [{}, { volumeMounts: [MOUNT] }])).toEqual({
    path: ['spec', 'template', 'spec', 'volumes', 1, 'hostPath', 'path'], folder: '/opt/cni/bin', nodes: [[{ key: 'pool', operator: 'In', values: ['edge'] }]],
  });
});
