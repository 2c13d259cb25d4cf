import * as fc from 'fast-check';
import { App } from 'cdk8s';
import { ClusterCidrs, ClusterCidrsOptions } from '../../lib';
import { AppFacts } from '../../lib/facts';
import { chartOf } from '../support/app';
import { expectOneLineAtMost, messageThrownBy } from '../support/messages';

test('what is said of the cluster adds up, wherever in the app it is said', () => {
  const chart = chartOf();
  ClusterCidrs.of(chart.node.root as App).add({ pods: ['10.244.0.0/16'], nodes: ['192.168.0.12/32'] });
  ClusterCidrs.of(chart).add({ services: ['10.96.0.0/12'] }).add({ pods: ['fd00:10:244::/56'] }).add({});
  const { cluster } = AppFacts.of(chart).facts();
  expect(Object.fromEntries(Object.entries(cluster ?? {}).map(([kind, cidrs]) => [kind, cidrs.map(String)]))).toEqual({
    pods: ['10.244.0.0/16', 'fd00:10:244::/56'], services: ['10.96.0.0/12'], nodes: ['192.168.0.12/32'],
  });
});

const EXPECTED = 'expected an address with a prefix length, such as "10.244.0.0/16" or "fd00:10:244::/56"; correct it; a single address has the prefix length 32, or 128 with IPv6';

test.each<[string, unknown, string]>([
  ['an address alone', { nodes: ['192.168.0.12'] }, `cluster-cidr-invalid 'nodes[0]' is not a subnet: got "192.168.0.12"; ${EXPECTED}`],
  ['a short form', { pods: ['10.244.0.0/16', '10/8'] }, `cluster-cidr-invalid 'pods[1]' is not a subnet: got "10/8"; ${EXPECTED}`],
  ['a prefix that is too long', { services: ['10.96.0.0/33'] }, `cluster-cidr-invalid 'services[0]' is not a subnet: got "10.96.0.0/33"; ${EXPECTED}`],
  ['host bits', { pods: ['10.244.0.1/16'] },
    'cluster-cidr-invalid \'pods[0]\' has host bits set: got "10.244.0.1/16"; expected "10.244.0.0/16"; write "10.244.0.0/16"; a single address has the prefix length 32, or 128 with IPv6'],
  ['a text for a list', { pods: '10.244.0.0/16' }, 'key-type \'pods\' has the wrong type: got "10.244.0.0/16"; expected a list of CIDRs, such as ["10.244.0.0/16"]; correct the value'],
  ['a hole', { pods: Array(1) }, `cluster-cidr-invalid 'pods[0]' is not a subnet: got nothing; ${EXPECTED}`],
  ['a kind that there is not', { pod: [] }, 'key-type \'options\' has the wrong type: got {"pod":[]}; expected an object with "pods", "services", "nodes", each a list of CIDRs; correct the value'],
  ['nothing', undefined, 'key-type \'options\' has the wrong type: got nothing; expected an object with "pods", "services", "nodes", each a list of CIDRs; correct the value'],
])('fails with %s', (_, options, message) => {
  const chart = chartOf();
  expect(messageThrownBy(() => ClusterCidrs.of(chart).add(options as ClusterCidrsOptions))).toBe(`[apps] ${message}`);
  expect(AppFacts.of(chart).facts().cluster).toBeUndefined();
});

test.each([[undefined, 'nothing'], [null, 'null'], ['apps', '"apps"'], [{}, '{}']])('fails with the scope %j', (scope, got) => {
  expect(messageThrownBy(() => ClusterCidrs.of(scope as any)))
    .toBe(`[ClusterCidrs.of] key-type 'scope' has the wrong type: got ${got}; expected a construct, such as the app; correct the value`);
});

test('whatever is given, it is taken or refused with one line', () => {
  const kinds = fc.record({ pods: fc.anything(), services: fc.array(fc.anything()), nodes: fc.array(fc.ipV4()) }, { requiredKeys: [] });
  fc.assert(fc.property(fc.oneof(fc.anything(), kinds), (options) => {
    expectOneLineAtMost(() => ClusterCidrs.of(chartOf()).add(options as ClusterCidrsOptions));
  }), { numRuns: 300 });
});
