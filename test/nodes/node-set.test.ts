import { NodeSet } from '../../lib';
import { messageThrownBy } from '../support/messages';

test('the nodes are a selector of kubectl', () => {
  expect(String(NodeSet.all())).toBe('');
  expect(String(NodeSet.named('worker-2', 'worker-1', 'worker-2'))).toBe('kubernetes.io/hostname in (worker-1, worker-2)');
  expect(String(NodeSet.labeled({ 'zone': 'a', 'example.com/nic': 'storage' }))).toBe('example.com/nic in (storage), zone in (a)');
});

const LOOK = 'look at `kubectl get nodes --show-labels`, or leave the nodes out for a network that is on all of them';

test.each<[unknown[], string]>([
  [[], '\'names\' does not name nodes: got []'],
  [['worker 1'], '\'names[0]\' does not name nodes: got "worker 1"'],
  [['worker-1', ''], '\'names[1]\' does not name nodes: got ""'],
  [[undefined], '\'names[0]\' does not name nodes: got nothing'],
  [['a'.repeat(64)], `'names[0]' does not name nodes: got "${'a'.repeat(64)}"`],
])('fails for the names %j', (names, text) => {
  expect(messageThrownBy(() => NodeSet.named(...names as string[])))
    .toBe(`[NodeSet.named] node-set-invalid ${text}; expected at least one name of a node, such as "worker-1"; ${LOOK}`);
});

test('takes a name of 63 characters, the most that a label can have', () => {
  expect(String(NodeSet.named('a'.repeat(63)))).toBe(`kubernetes.io/hostname in (${'a'.repeat(63)})`);
});

test.each<[unknown, string]>([
  [{}, '\'labels\' does not name nodes: got {}'],
  ['zone=a', '\'labels\' does not name nodes: got "zone=a"'],
  [null, '\'labels\' does not name nodes: got null'],
  [{ zone: 'a b' }, '\'labels.zone\' does not name nodes: got "a b"'],
  [{ zone: 1 }, '\'labels.zone\' does not name nodes: got 1'],
  [{ 'a/b/c': 'x' }, '\'labels.a/b/c\' does not name nodes: got "x"'],
])('fails for the labels %j', (labels, text) => {
  expect(messageThrownBy(() => NodeSet.labeled(labels as { [key: string]: string })))
    .toBe(`[NodeSet.labeled] node-set-invalid ${text}; expected at least one label with its value, such as {"nic":"storage"}; ${LOOK}`);
});
