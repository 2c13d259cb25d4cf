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

describe('the links of a bond', () => {
  type Link = { readonly type: string; readonly [key: string]: unknown };
  const BOND = { type: 'bond', mode: 'active-backup', miimon: '100', linksInContainer: true, links: [{ name: 'net1' }, { name: 'net2' }] };
  const found = (bond: object, links: readonly Link[], annotation = [...links.keys()].map((i) => `l${i}`).concat('bond').join(',')) => {
    const networks = links.map((link, i) => networkText({ cniVersion: '0.3.1', ...link }, { name: `l${i}` }));
    const metadata = { name: 'app', namespace: 'default', annotations: { 'k8s.v1.cni.cncf.io/networks': annotation } };
    const pod = JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata, spec: { containers: [] } });
    return reportOf([...networks, networkText({ cniVersion: '0.3.1', ...BOND, ...bond }, { name: 'bond' }), pod].join('\n---\n')).findings
      .filter(({ rule }) => rule.startsWith('bond-')).map(({ severity, message }) => `${severity} ${message}`);
  };
  const macvlan = (master: string, more: object = {}) => ({ type: 'macvlan', master, mode: 'bridge', ...more });
  const vlan = (vlanId: number) => ({ type: 'vlan', master: 'eth1', vlanId });
  const ipvlan = (master: string) => ({ type: 'ipvlan', master, mode: 'l2' });

  test.each<[string, object, Link[]]>([
    ['are on masters of their own', {}, [macvlan('eth1'), macvlan('eth2')]],
    ['are of one master, and keep their MAC addresses', { failOverMac: 1 }, [macvlan('eth1'), macvlan('eth1')]],
    ['are VLANs of one master', { mode: 'balance-rr' }, [vlan(1), vlan(2)]],
    ['are not known', {}, [{ type: 'my-cni' }, { type: 'my-cni' }]],
    ['have the MTU of the bond, or say none', { mtu: 1400 }, [macvlan('eth1', { mtu: 1400 }), macvlan('eth2')]],
    ['have more than the bond', {}, [macvlan('eth1', { mtu: 9000 }), macvlan('eth2', { mtu: 0 })]],
    ['are those of the node', { linksInContainer: false, links: [{ name: 'eth1' }, { name: 'eth2' }] }, [macvlan('eth1')]],
    ['are of the node, of which one has the name of an attachment', { linksInContainer: undefined, links: [{ name: 'net1' }, { name: 'eth2' }] }, [macvlan('eth1')]],
  ])('pass where they %s', (_, bond, links) => {
    expect(found(bond, links)).toEqual([]);
  });

  const refused = (link: string, reason: string, fix: string) => [
    `error bond-link-refused 'k8s.v1.cni.cncf.io/networks[2].name' is the bond "default/bond" over "${link}", which ${reason}: got "bond"; expected links that a bond can be made of; ${fix}`,
  ];
  const IPVLAN = refused('net1', 'is of ipvlan, whose MAC address nobody can set', 'use macvlan, VLANs or virtual functions as links');
  const SHARED = refused('net2', 'is of macvlan on the same master as another link, and cannot have its MAC address',
    "put each link on a master of its own, or use the mode \"active-backup\" with a 'failOverMac' of 1");
  const smaller = (link: string, mtu: number, of: number) => refused(link, `has an MTU of ${mtu}, and the bond one of ${of}`, "set 'mtu' of the bond to at most that of each link");

  test.each<[string, object, Link[], string[]]>([
    ['are of ipvlan', {}, [ipvlan('eth1'), ipvlan('eth2')], IPVLAN],
    ['are of ipvlan, and keep their MAC addresses', { failOverMac: 1 }, [ipvlan('eth1'), macvlan('eth2')], IPVLAN],
    ['are of one master', {}, [macvlan('eth1'), macvlan('eth1', { mode: 'private' })], SHARED],
    ['are of one master, in a mode that does not keep their MAC addresses', { mode: 'balance-xor', failOverMac: 1 }, [macvlan('eth1'), macvlan('eth1')], SHARED],
    ['are of one master, and have that of the bond in turn', { failOverMac: 2 }, [macvlan('eth1'), macvlan('eth1')], SHARED],
    ['are of one master that has no name', {}, [macvlan(''), macvlan('')], SHARED],
    ['have less than the bond has of its own accord', {}, [macvlan('eth1', { mtu: 1499 }), macvlan('eth2')], smaller('net1', 1499, 1500)],
    ['have less than the bond', { mtu: 1400 }, [macvlan('eth1', { mtu: 1400 }), macvlan('eth2', { mtu: 1300 })], smaller('net2', 1300, 1400)],
  ])('fail where they %s', (_, bond, links, expected) => {
    expect(found(bond, links)).toEqual(expected);
  });

  test('fail where the pod is attached to one network twice', () => {
    expect(found({}, [macvlan('eth1')], 'l0,l0,bond')).toEqual(SHARED);
  });

  test.each([undefined, false])('fail where the bond looks for them on the node: %j', (linksInContainer) => {
    expect(found({ linksInContainer }, [macvlan('eth1'), macvlan('eth2')])).toEqual([
      'error bond-links-on-node \'k8s.v1.cni.cncf.io/networks[2].name\' is the bond "default/bond", which looks on the node for "net1", "net2", the interfaces of earlier attachments: '
      + "got \"bond\"; expected a 'linksInContainer' of true; set it in the bond's configuration",
    ]);
  });

  test('pass where the bond is not made of what other pods have', () => {
    expect(found({ linksInContainer: false }, [macvlan('eth1'), macvlan('eth2')], 'bond')).toEqual([]);
  });
});
