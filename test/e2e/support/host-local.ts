import { spawnSync } from 'child_process';
import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { plugin, program } from '../../vm/debian';

/** What host-local said to one pod: its addresses, or why it has none. */
export interface Verdict {
  readonly addresses: readonly string[];
  readonly error?: string;
}

/** A configuration, and how many pods ask for addresses of it. */
export interface Job {
  readonly config: any;
  readonly pods: number;
}

/** One shell runs the plugin again and again, because a process of Node's takes much longer to start another. */
const LOOP = `
while IFS=$'\\t' read -r pods config; do
  for ((pod = 1; pod <= pods; pod++)); do
    result=$(CNI_CONTAINERID=pod$pod "$0" <<<"$config" 2>/dev/null)
    printf '%s\\0%s\\0' "$?" "$result"
  done
done`;

/** Runs the real host-local, which needs no privilege. Every job has a place of its own to keep state in. */
export function hostLocal(jobs: readonly Job[]): Verdict[][] {
  const folder = mkdtempSync(join(tmpdir(), 'host-local-'));
  try {
    const input = jobs.map(({ config, pods }, i) => {
      const ipam = { ...config.ipam, dataDir: join(folder, String(i)) };
      return `${pods}\t${JSON.stringify({ ...config, ipam })}\n`;
    });
    const { status, stdout, stderr } = spawnSync(program('bash'), ['-c', LOOP, plugin('host-local')], {
      input: input.join(''),
      encoding: 'utf8',
      maxBuffer: 2 ** 30,
      // one thread is enough to read a few lines
      env: { CNI_COMMAND: 'ADD', CNI_NETNS: '/run/netns/pod', CNI_IFNAME: 'net1', CNI_PATH: '/', GOMAXPROCS: '1', GOGC: 'off' },
    });
    if (status !== 0) {
      throw new Error(`host-local was not run: ${stderr}`);
    }
    const parts = stdout.split('\0');
    return jobs.map(({ pods }) => Array.from({ length: pods }, () => verdict(Number(parts.shift()), parts.shift()!)));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function verdict(status: number, text: string): Verdict {
  const result = text === '' ? undefined : JSON.parse(text);
  if (status !== 0) {
    return { addresses: [], error: result?.msg ?? `host-local ended with ${status}` };
  }
  const addresses = result.ips?.map(({ address }: any) => address) ?? [result.ip4?.ip, result.ip6?.ip];
  return { addresses: addresses.filter((address: unknown) => address !== undefined) };
}
