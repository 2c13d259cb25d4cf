import * as levenshtein from 'fastest-levenshtein';
import { IpRange } from '../../lib/address';
import { ManifestCheck, ManifestReport } from '../../lib/manifests/manifest-check';
import { networkText } from './support';

jest.mock('fastest-levenshtein', () => {
  const actual = jest.requireActual<typeof levenshtein>('fastest-levenshtein');
  return { ...actual, closest: jest.fn(actual.closest) };
});

// Counted operations, not times.

function reportOf(texts: readonly string[]): ManifestReport {
  const check = new ManifestCheck();
  texts.forEach((text, i) => check.add(`${i}.yaml`, text));
  return check.finish();
}

/** A network with a pool of its own on one master. */
function network(i: number): string {
  const subnet = `10.${i >> 8}.${i & 255}.0/24`;
  return networkText({ cniVersion: '0.3.1', type: 'macvlan', master: 'eth1', ipam: { type: 'host-local', subnet } }, { name: `net-${i}` });
}

function pod(i: number, name: string): string {
  return JSON.stringify({
    kind: 'Pod', metadata: { name: `pod-${i}`, namespace: 'default', annotations: { 'k8s.v1.cni.cncf.io/networks': name } },
    spec: { nodeName: 'node-1', containers: [] },
  });
}

function texts(networks: number, attachments: number, nameOf = (i: number) => `net-${i % networks}`): string[] {
  return [
    ...Array.from({ length: networks }, (_, i) => network(i)),
    ...Array.from({ length: attachments }, (_, i) => pod(i, nameOf(i))),
  ];
}

afterEach(() => jest.restoreAllMocks());

test('pools on one master are swept, not compared with all others', () => {
  const overlaps = jest.spyOn(IpRange.prototype, 'overlaps');
  expect(reportOf(texts(1000, 10_000)).checked).toEqual({ files: 11_000, networks: 1000, workloads: 10_000 });
  expect(overlaps.mock.calls.length).toBeLessThanOrEqual(1000);
});

test('a name that no network has is compared with those there are once, however many attachments have it', () => {
  const { findings } = reportOf(texts(100, 1000, () => 'another'));
  expect(findings.map(({ rule }) => rule)).toEqual(Array.from({ length: 1000 }, () => 'network-not-seen'));
  expect(jest.mocked(levenshtein.closest).mock.calls.filter(([word]) => word === 'another').length).toBe(1);
});

test('where more names are unknown than a person misspells, they are not compared pair by pair', () => {
  jest.mocked(levenshtein.closest).mockClear();
  const few = reportOf(texts(1000, 1000, (i) => `ent-${i}-x`)).findings;
  const compared = jest.mocked(levenshtein.closest).mock.calls.length;
  jest.mocked(levenshtein.closest).mockClear();
  const many = reportOf(texts(1000, 10_000, (i) => `ent-${i}-x`)).findings;
  expect([few.length, many.length]).toEqual([1000, 10_000]);
  expect([compared, jest.mocked(levenshtein.closest).mock.calls.length]).toEqual([1000, 0]);
});

test('a document without findings is read once', () => {
  const parse = jest.spyOn(JSON, 'parse');
  reportOf(texts(10, 100));
  // the documents, and the configurations of the networks
  expect(parse.mock.calls.length).toBe(10 + 100 + 10);
});
