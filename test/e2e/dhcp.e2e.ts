import { copyOf, synthesized } from './support/manifests';
import { Proof } from './support/proof';
import { Machine, Node } from '../vm';
import { quote } from '../vm/quote';

let machine: Machine;
beforeAll(async () => {
  machine = await Machine.boot();
});
afterAll(() => machine?.close());

const MANIFESTS = synthesized('dhcp');
/** The pod that the Deployment makes. */
const { metadata, spec } = MANIFESTS.find(({ kind }) => kind === 'Deployment').spec.template;
const POD = { metadata: { ...metadata, namespace: 'office' }, spec };
/** The container of the daemon. */
const [DAEMON] = MANIFESTS.find(({ kind, metadata: { name } }) => kind === 'DaemonSet' && name === 'cni-dhcp-daemon').spec.template.spec.containers;
const DAEMON_FAILURE = 'error dialing DHCP daemon: dial unix /run/cni/dhcp.sock: connect: no such file or directory';

/** A server of the network, and a worker that is cabled to it. */
async function networkWithServer(name: string): Promise<Node> {
  const server = await Node.in(machine, `${name}-server`);
  const worker = await Node.in(machine, name, { interfaces: { eth1: { cabledTo: { node: server, name: 'lan0' } } } });
  const settings = [
    'start 192.168.5.20', 'end 192.168.5.29', 'interface lan0', `lease_file /tmp/${name}.leases`, `pidfile /tmp/${name}.pid`,
    'option subnet 255.255.255.0', 'option router 192.168.5.1', 'option lease 600',
  ];
  await server.runOk([
    'ip address add 192.168.5.1/24 dev lan0', `printf '%s\\n' ${settings.map(quote).join(' ')} >/tmp/${name}.conf`, `touch /tmp/${name}.leases`,
    `udhcpd -f /tmp/${name}.conf >/tmp/${name}.log 2>&1 </dev/null &`,
  ].join('\n'));
  return worker;
}

/** Runs the container of the DaemonSet on the node, where the plugins are in the node's own directory. */
async function startDaemon(node: Node): Promise<void> {
  const env = { ...Object.fromEntries(DAEMON.env.map(({ name, value }: any) => [name, value])), CNI_BIN_DIR: '/opt/cni/bin' };
  const assignments = Object.entries(env).map(([name, value]) => `${name}=${quote(String(value))}`).join(' ');
  await node.runOk([
    `env ${assignments} ${DAEMON.command.map(quote).join(' ')} >/tmp/daemon.log 2>&1 </dev/null &`,
    'for _ in $(seq 100); do [ -S /run/cni/dhcp.sock ] && exit 0; sleep 0.1; done; cat /tmp/daemon.log >&2; exit 1',
  ].join('\n'));
}

/** Starts the two pods of the network, looks at their addresses, and stops them. */
async function proveLeases(worker: Node): Promise<string[]> {
  const proof = new Proof();
  const [a, b] = [await worker.start(copyOf(POD, 'a'), MANIFESTS), await worker.start(copyOf(POD, 'b'), MANIFESTS)];
  proof.equal('pod a starts', a.error, undefined);
  proof.equal('pod b starts', b.error, undefined);
  if (proof.failures.length === 0) {
    const addresses = [...await a.pod.addresses('net1'), ...await b.pod.addresses('net1')];
    proof.equal('the addresses are those of the server', addresses.every((address) => /^192\.168\.5\.2\d\/24$/.test(address)), true);
    proof.equal('the number of different addresses', new Set(addresses).size, 2);
    proof.equal('a reaches the server', await a.pod.ping('192.168.5.1', 'net1'), true);
    proof.equal('a reaches b', await a.pod.ping(addresses[1].split('/')[0], 'net1'), true);
    proof.equal('a is deleted', await a.stop(), []);
    proof.equal('b is deleted', await b.stop(), []);
  }
  return proof.failures;
}

test('pods get addresses from the DHCP server of the network, through the daemon that DhcpDaemonInstall runs', async () => {
  const worker = await networkWithServer('leases');
  await startDaemon(worker);
  expect(await proveLeases(worker)).toEqual([]);
});

test('a daemon that was killed starts again over its socket', async () => {
  const worker = await networkWithServer('again');
  await startDaemon(worker);
  await worker.runOk('pkill -9 -f "dhcp daemon"; sleep 0.2; [ -S /run/cni/dhcp.sock ]');
  await startDaemon(worker);
  expect(await proveLeases(worker)).toEqual([]);
});

test('fails without the daemon: this is what the rule dhcp-daemon-not-installed warns of', async () => {
  const worker = await networkWithServer('none');
  expect(await proveLeases(worker)).toEqual([
    `pod a starts: got "${DAEMON_FAILURE}"; expected nothing`,
    `pod b starts: got "${DAEMON_FAILURE}"; expected nothing`,
  ]);
});
