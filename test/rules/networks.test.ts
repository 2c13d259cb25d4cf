import { App, Chart } from 'cdk8s';
import { AppFacts } from '../../lib/facts';
import { checkConfigs, checkNames } from '../../lib/rules/networks';
import { messageOf } from '../../lib/diagnostics';
import { chartOf, ipvlan } from '../support/app';

const names = (chart: Chart) => checkNames(AppFacts.of(chart).networks()).map(({ construct, fault }) => `[${construct.node.path}] ${messageOf(fault)}`);
const OWN = "expected a name of its own for each network of a namespace; change 'name' or 'namespace' of one of the two";

test('networks of different names, or of one name in two namespaces, pass', () => {
  const chart = chartOf('networks');
  ipvlan(chart, 'a');
  ipvlan(chart, 'b');
  ipvlan(chart, 'c', { name: 'a', namespace: 'network' });
  expect(names(chart)).toEqual([]);
});

test('fails on two networks of one name in one namespace, however they got there', () => {
  const app = new App();
  const [one, two] = [new Chart(app, 'one', { namespace: 'network' }), new Chart(app, 'two')];
  ipvlan(one, 'a');
  ipvlan(two, 'b', { name: 'a', namespace: 'network' });
  expect(names(one)).toEqual([`[two/b] network-name-duplicate 'name' is already the name of the network "one/a" in the namespace "network": got "a"; ${OWN}`]);
});

test('fails on each one after the first, also without a namespace', () => {
  const chart = chartOf('networks', {});
  ['a', 'b', 'c'].forEach((id) => ipvlan(chart, id, { name: 'a' }));
  expect(names(chart)).toEqual(['b', 'c'].map((id) => `[networks/${id}] network-name-duplicate 'name' is already the name of the network "networks/a": got "a"; ${OWN}`));
});

test('what a configuration says by itself is found at its network', () => {
  const chart = chartOf('networks');
  const network = ipvlan(chart, 'a', { rawConfig: { mtuu: 1 } });
  expect(checkConfigs(AppFacts.of(chart).networks()).map(({ construct, fault }) => [construct, messageOf(fault)])).toEqual([
    [network, "key-unknown 'mtuu' is not a key of ipvlan, which ignores it: got 1; expected \"mtu\"; did you mean \"mtu\"?"],
  ]);
});
