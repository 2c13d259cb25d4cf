import { inEveryShell, lines } from './support/shells';
import { TestNode, initContainer, newDirectory, only } from './support/test-node';
import { CniPluginsSource } from '../../lib/install/cni-plugins-source';
import { writeFileSync } from 'fs';

const PLUGINS = { 'host-local': 'host-local 1.9.1', 'ipvlan': 'ipvlan 1.9.1' };
const EMPTY = newDirectory();

/** An image that holds plugins, and a text that is none. */
function setup(plugins?: string[]) {
  const directory = newDirectory();
  Object.entries(PLUGINS).forEach(([name, content]) => writeFileSync(`${directory}/${name}`, content, { mode: 0o755 }));
  writeFileSync(`${directory}/README.md`, 'CNI');
  const container = initContainer({ source: CniPluginsSource.image('registry.example.com/cni:1', { directory }), plugins });
  return { node: new TestNode(), directory, container };
}

test('an image gives the wanted plugins, and a second run changes nothing', () => inEveryShell(async (shell) => {
  const { node, directory, container } = setup(['ipvlan']);
  expect(await node.run(container, { shell, wholePath: only(['chmod', 'cp', 'mv', 'rm', 'sha256sum', 'sh']) })).toEqual({
    status: 0, stdout: lines('installed ipvlan', `done: ${node.binDir} has the plugins of ${directory}`), stderr: '',
  });
  expect(node.files()).toEqual({ ipvlan: PLUGINS.ipvlan });
  node.age();
  expect((await node.run(container, { shell })).stdout).toBe(lines('left ipvlan as it is', `done: ${node.binDir} has the plugins of ${directory}`));
  expect(node.changed()).toEqual([]);
}));

test('an image gives all of its plugins to an app without networks', () => inEveryShell(async (shell) => {
  const { node, container } = setup();
  expect((await node.run(container, { shell })).status).toBe(0);
  expect(node.files()).toEqual(PLUGINS);
}));

test.each<[string, Record<string, string>, (directory: string) => string]>([
  ['a wanted plugin', { PLUGINS: 'ipvlan sriov' }, (directory) => `${directory} of this image has no plugin sriov`],
  ['the directory', { SOURCE_DIR: '/nowhere' }, () => 'this image has no directory /nowhere'],
  ['any plugin', { SOURCE_DIR: EMPTY, PLUGINS: '' }, () => `${EMPTY} of this image has no plugins`],
])('fails without %s', async (_what, env, error) => {
  const { node, directory, container } = setup(['ipvlan']);
  expect(await node.run(container, { env })).toEqual({ status: 1, stdout: '', stderr: `error: ${error(directory)}; nothing was changed\n` });
  expect(node.files()).toEqual({});
});
