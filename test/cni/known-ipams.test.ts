import { IPAM_TYPES, isKnownIpamName, knownIpam, misspeltIpam } from '../../lib/cni/known-ipams';
import { linesOf } from '../support/messages';

test('tells of each IPAM what a pod may ask it for', () => {
  expect(IPAM_TYPES.map(({ type, supportsIps, ipsNeedPrefix, ownRelease }) => [type, supportsIps, ipsNeedPrefix, ownRelease])).toEqual([
    ['host-local', 'capability', false, true],
    ['static', 'capability', true, true],
    ['dhcp', 'never', false, true],
    ['whereabouts', 'args', true, false],
    ['kube-ovn', 'args', false, false],
  ]);
});

test('the check of host-local is its reader', () => {
  expect(linesOf(knownIpam('host-local')?.check({ type: 'host-local', subnet: '10.0.0.0/31' }, ['ipam']) ?? [])).toEqual([
    "error: subnet-too-small 'ipam.subnet' is too small to allocate from: got \"10.0.0.0/31\"; expected a prefix length of at most 30; give the subnet that the master is in; narrow the pool with 'rangeStart' and 'rangeEnd'",
  ]);
});

test.each(['host-local', 'whereabouts', 'calico-ipam', 'nv-ipam'])('knows the name %s', (name) => {
  expect([isKnownIpamName(name), misspeltIpam(name) ?? name]).toEqual([true, name]);
});

test.each([
  ['hostlocal', 'host-local'], ['host_local', 'host-local'], ['Host-Local', 'host-local'], ['hots-local', 'host-local'], ['host-locl', 'host-local'],
  ['wherabouts', 'whereabouts'], ['whereabout', 'whereabouts'], ['wereabouts', 'whereabouts'], ['dchp', 'dhcp'], ['DHCP', 'dhcp'], ['sattic', 'static'],
])('%s stands for %s', (name, known) => {
  expect([isKnownIpamName(name), misspeltIpam(name)]).toEqual([false, known]);
});

test.each(['my-static', 'static2', 'host-local2', 'my-whereabouts', 'dhcp6', 'dhcpd', 'company-ipam', 'x', '', 'constructor', '__proto__'])('%j stands for nothing', (name) => {
  expect([isKnownIpamName(name), misspeltIpam(name), knownIpam(name)]).toEqual([false, undefined, undefined]);
});
