import { existsSync, mkdtempSync, readdirSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, Chart, ChartProps } from 'cdk8s';
import { CniNetwork, INetwork, Ipam, IpvlanNetwork, IpvlanNetworkProps } from '../../lib';
import { messageThrownBy } from './messages';

/** A chart of an app of its own, which writes nothing. */
export function chartOf(id = 'apps', props: ChartProps = { namespace: 'default' }): Chart {
  return new Chart(new App(), id, props);
}

/** What `app.synth()` throws, having made sure that it wrote no file. */
export function synthFailure(build: (app: App) => void): string {
  const outdir = mkdtempSync(join(tmpdir(), 'cdk8s-multus-'));
  try {
    const message = messageThrownBy(() => {
      const app = new App({ outdir });
      build(app);
      app.synth();
    });
    expect(existsSync(outdir) ? readdirSync(outdir) : []).toEqual([]);
    return message;
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

/** Everything that the call writes to stderr. */
export function stderrOf(call: () => unknown): string {
  const written: string[] = [];
  const spy = jest.spyOn(process.stderr, 'write').mockImplementation((text) => {
    written.push(String(text));
    return true;
  });
  try {
    call();
  } finally {
    spy.mockRestore();
  }
  return written.join('');
}

/** The smallest network that is right, with a name given here. */
export function ipvlan(chart: Chart, id: string, props: Partial<IpvlanNetworkProps> = {}): IpvlanNetwork {
  return new IpvlanNetwork(chart, id, { name: id, master: 'eth1', ipam: Ipam.hostLocal({ subnet: '192.168.1.0/24' }), ...props });
}

/** A network that exists already, in the namespace of the pods. */
export function existing(chart: Chart, name: string, namespace?: string): INetwork {
  return CniNetwork.fromNetworkName(chart, `reference-${name}-${namespace ?? ''}`, name, namespace === undefined ? {} : { namespace });
}
