import recorded from './recorded/multus.json';
import { readAnnotation } from '../../lib/facts/annotation';
import { readDaemonText } from '../../lib/facts/multus-daemon-config';
import { readConfigText } from '../../lib/facts/read-network';
import { interfaceOf } from '../../lib/facts/selection';
import { reportOf } from '../manifests/support';

/**
 * What the code of Multus (pkg/k8sclient, pkg/types and pkg/server of 4.2, with libcni 1.3) was seen to make of a text, in the namespace
 * "default", where all networks exist.
 */
interface Recorded {
  readonly op: string;
  readonly text: string;
  readonly error?: string;
  readonly elements?: ReadonlyArray<{ readonly name: string; readonly namespace: string; readonly interface: string }>;
}

const cases = (op: string) => (recorded as Recorded[]).filter((entry) => entry.op === op).map((entry): [string, Recorded] => [entry.text, entry]);
const errorsOf = (faults: ReadonlyArray<{ readonly severity: string; readonly rule: string }>) => faults.filter(({ severity }) => severity === 'error').map(({ rule }) => rule);

describe('what Multus was seen to do with', () => {
  test.each(cases('annotation'))('the annotation %j', (text, { error, elements }) => {
    const { selections } = readAnnotation(text);
    if (error !== undefined) {
      const metadata = { name: 'app', namespace: 'default', annotations: { 'k8s.v1.cni.cncf.io/networks': text } };
      expect(errorsOf(reportOf(JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata, spec: { containers: [] } })).findings)).not.toEqual([]);
    } else {
      expect(selections.map((selection, i) => ({ name: selection.name, namespace: selection.namespace ?? 'default', interface: interfaceOf(selection, i) }))).toEqual(elements);
    }
  });

  test.each(cases('nad'))('the network %j', (text, { error }) => {
    const { faults, reading } = readConfigText(text, []);
    expect([error, errorsOf([...faults, ...reading?.faults ?? []]).length > 0]).toEqual([error, error !== undefined]);
  });

  test.each(cases('daemon'))('the configuration of the daemon %j', (text, { error }) => {
    const { faults } = readDaemonText(text, []);
    expect([error, errorsOf(faults).length > 0]).toEqual([error, error !== undefined]);
  });
});
