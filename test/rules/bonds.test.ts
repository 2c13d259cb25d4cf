import * as kplus from 'cdk8s-plus-27';
import { Attachments, BondMode, BondNetwork, Ipam, MacvlanNetwork } from '../../lib';
import { AppFacts } from '../../lib/facts';
import { checkBonds } from '../../lib/rules/bonds';
import { resolve } from '../../lib/rules/resolve';
import { networkText, reportOf } from '../manifests/support';
import { chartOf } from '../support/app';
import { linesOf } from '../support/messages';

/** What the rule says of a pod that is attached to networks with these interface names, in this order; `bond` is the bond. */
function lines(interfaces: readonly string[], links: string[], linksInContainer?: boolean): string[] {
  const chart = chartOf();
  const bond = new BondNetwork(chart, 'bond', { name: 'bond', mode: BondMode.ACTIVE_BACKUP, links, linksInContainer });
  const attachments = Attachments.of(new kplus.Pod(chart, 'app'));
  interfaces.forEach((name, i) => attachments.attach(name === 'bond' ? bond : new MacvlanNetwork(chart, `lan${i}`, { master: `eth${i}`, ipam: Ipam.none() }),
    name === '' ? {} : { interfaceName: name }));
  return linesOf(checkBonds(resolve(AppFacts.of(chart).facts())).map(({ fault }) => fault));
}

test.each<[string, string[], string[]]>([
  ['behind its links', ['a', 'b', 'bond'], ['a', 'b']],
  ['behind links whose names Multus gives', ['', '', 'bond'], ['net1', 'net2']],
  ['over the interface in the cluster network', ['a', 'bond'], ['eth0', 'a']],
])('passes a bond %s', (_, interfaces, links) => {
  expect(lines(interfaces, links)).toEqual([]);
});

test('passes a bond over names that default networks of Multus may have moved', () => {
  expect(lines(['', '', 'bond'], ['net2', 'net3'])).toEqual([]);
});

test('passes a bond over interfaces of the node', () => {
  expect(lines(['bond'], ['eth1', 'eth2'], false)).toEqual([]);
});

test('fails on a bond in front of a link', () => {
  expect(lines(['a', 'bond', 'b'], ['a', 'b'])).toEqual([
    'error: bond-link-not-attached \'attachments[1].name\' is the bond "apps/bond" over "b", which no earlier attachment of the pod makes: got "bond"; expected links out of "eth0", "a"; '
    + 'attach the pod to a network with the interface name "b" before, or correct the links of the bond',
  ]);
});

test('fails on a link that has another name', () => {
  expect(lines(['net1', 'x', 'bond'], ['net1', 'net2'])).toEqual([
    'error: bond-link-not-attached \'attachments[2].name\' is the bond "apps/bond" over "net2", which no earlier attachment of the pod makes: got "bond"; expected links out of "eth0", "net1", "x"; '
    + 'attach the pod to a network with the interface name "net2" before, or correct the links of the bond',
  ]);
});

test.each<[string, object, string[]]>([
  ['says nothing of a plugin that nobody knows', { type: 'my-bond', links: [{ name: 'a' }, { name: 'b' }] }, []],
  ['fails on the first link that has a name', { type: 'bond', links: [{}, { name: 5 }, { name: 'a' }, { name: 'b' }] }, [
    "bond-link-not-attached 'k8s.v1.cni.cncf.io/networks[0].name' is the bond \"default/bond\" over \"a\", which no earlier attachment of the pod makes: got \"bond\"; expected links out of \"eth0\"; "
    + 'attach the pod to a network with the interface name "a" before, or correct the links of the bond',
  ]],
])('of a manifest, %s', (_, config, expected) => {
  const network = networkText({ cniVersion: '0.3.1', mode: 'active-backup', miimon: '100', linksInContainer: true, ...config }, { name: 'bond' });
  const annotations = { 'k8s.v1.cni.cncf.io/networks': 'bond' };
  const pod = JSON.stringify({ kind: 'Pod', metadata: { name: 'app', namespace: 'default', annotations }, spec: { containers: [] } });
  expect(reportOf(`${network}\n---\n${pod}`).findings.filter(({ kind }) => kind === 'Pod').map(({ message }) => message)).toEqual(expected);
});
