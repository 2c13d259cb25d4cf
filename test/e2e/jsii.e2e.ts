import { App } from 'cdk8s';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { JSII_RELEASE, JsiiHost, choice, map, struct } from './support/jsii-host';
import { guide } from '../../examples/guide';
import { ROOT, runOk } from '../support/process';

// What Python, Go, Java and C# do with the library, by the program that does it for them.

const PACKAGES = ['node_modules/constructs', 'node_modules/cdk8s', 'node_modules/cdk8s-plus-27', '.'].map((place) => join(ROOT, place));

/** What the host's own objects answer. */
const ANSWERS: Readonly<Record<string, unknown>> = {
  toIpamConfig: map({ type: 'host-local', subnet: '10.9.0.0/24' }),
  toPluginConfig: map({ type: 'tuning', mtu: 1400 }),
};

const folder = mkdtempSync(join(tmpdir(), 'cdk8s-multus-jsii-'));
let host: JsiiHost;
beforeAll(async () => { host = await JsiiHost.start(folder, PACKAGES, (member) => ANSWERS[member]); });
afterAll(async () => {
  await host?.close();
  rmSync(folder, { recursive: true });
});

const own = (name: string) => `cdk8s-multus.${name}`;
const plus = (name: string) => `cdk8s-plus-27.${name}`;

function newApp(name: string): Promise<any> {
  return host.create('cdk8s.App', struct('cdk8s.AppProps', { outdir: join(folder, name) }));
}

function newChart(app: unknown, id: string, props: object = {}): Promise<any> {
  return host.create('cdk8s.Chart', app, id, struct('cdk8s.ChartProps', props));
}

function hostLocal(options: object): Promise<any> {
  return host.static(own('Ipam'), 'hostLocal', struct(own('HostLocalOptions'), options));
}

function newMacvlan(chart: unknown, name: string, ipam: unknown, props: object = {}): Promise<any> {
  return host.create(own('MacvlanNetwork'), chart, name, struct(own('MacvlanNetworkProps'), { name, master: 'eth1', ipam, ...props }));
}

/** The manifests in a folder, by file. */
function manifestsIn(name: string): Record<string, string> {
  return Object.fromEntries(readdirSync(join(folder, name)).map((file) => [file, readFileSync(join(folder, name, file), 'utf8')]));
}

test('the guide is the same to the byte', async () => {
  const app = await newApp('host');
  const install = await newChart(app, 'install');
  await host.create(own('MultusInstall'), install, 'multus');
  const networks = await newChart(app, 'networks', { namespace: 'default' });
  await host.invoke(networks, 'addDependency', install);
  const ipvlan = await host.create(own('IpvlanNetwork'), networks, 'ipvlan', struct(own('IpvlanNetworkProps'), {
    name: 'ipvlan-conf-1',
    master: 'eth1',
    mode: choice(own('IpvlanMode'), 'L3'),
    ipam: await hostLocal({
      subnet: '192.168.1.0/24',
      secondaryIps: ['192.168.1.13', '192.168.1.14', '192.168.1.15', '192.168.1.16', '192.168.1.17'],
      gateway: '192.168.1.1',
    }),
    nodes: await host.static(own('NodeSet'), 'named', 'worker-1'),
  }));
  const apps = await newChart(app, 'apps', { namespace: 'default' });
  await host.invoke(apps, 'addDependency', networks);
  const cpu = (amount: number) => host.static(plus('Cpu'), 'millis', amount);
  const memory = (amount: number) => host.static('cdk8s.Size', 'mebibytes', amount);
  for (const name of ['sampleapp-1', 'sampleapp-2']) {
    await host.create(own('MultiHomedPod'), apps, name, struct(own('MultiHomedPodProps'), {
      metadata: struct('cdk8s.ApiObjectMetadata', { name }),
      networks: [ipvlan],
      securityContext: struct(plus('PodSecurityContextProps'), { ensureNonRoot: false }),
      containers: [struct(plus('ContainerProps'), {
        name: 'multitool',
        image: 'praqma/network-multitool',
        command: ['sh', '-c', 'trap : TERM INT; sleep infinity & wait'],
        securityContext: struct(plus('ContainerSecurityContextProps'), { ensureNonRoot: false, readOnlyRootFilesystem: false }),
        resources: struct(plus('ContainerResources'), {
          cpu: struct(plus('CpuResources'), { request: await cpu(50), limit: await cpu(500) }),
          memory: struct(plus('MemoryResources'), { request: await memory(64), limit: await memory(128) }),
        }),
      })],
    }));
  }
  await host.invoke(app, 'synth');

  const expected = new App({ outdir: join(folder, 'typescript') });
  guide(expected);
  expected.synth();
  expect(Object.keys(manifestsIn('host'))).toEqual(['0000-install.k8s.yaml', '0001-networks.k8s.yaml', '0002-apps.k8s.yaml']);
  expect(manifestsIn('host')).toEqual(manifestsIn('typescript'));
});

test('what the other language implements or writes by hand gets into the configuration', async () => {
  const app = await newApp('own');
  const chart = await newChart(app, 'own');
  const ipam = await host.implement(own('IIpam'), 'toIpamConfig');
  const tuning = await host.implement(own('IChainedPlugin'), 'toPluginConfig');
  const sbr = await host.static(own('ChainedPlugin'), 'sbr');
  await newMacvlan(chart, 'typed', ipam, { chained: [tuning, sbr], rawConfig: map({ linkInContainer: true }) });
  const config = map({ type: 'macvlan', master: 'eth2', ipam: await hostLocal({ subnet: '10.8.0.0/24' }) });
  await host.create(own('CniNetwork'), chart, 'written', struct(own('CniNetworkProps'), { name: 'written', config }));
  await host.invoke(app, 'synth');
  expect(manifestsIn('own')).toMatchInlineSnapshot(`
{
  "own.k8s.yaml": "apiVersion: k8s.cni.cncf.io/v1
kind: NetworkAttachmentDefinition
metadata:
  name: typed
spec:
  config: |-
    {
      "cniVersion": "0.3.1",
      "plugins": [
        {
          "type": "macvlan",
          "master": "eth1",
          "mode": "bridge",
          "linkInContainer": true,
          "ipam": {
            "type": "host-local",
            "subnet": "10.9.0.0/24"
          }
        },
        {
          "type": "tuning",
          "mtu": 1400
        },
        {
          "type": "sbr"
        }
      ]
    }
---
apiVersion: k8s.cni.cncf.io/v1
kind: NetworkAttachmentDefinition
metadata:
  name: written
spec:
  config: |-
    {
      "cniVersion": "0.3.1",
      "type": "macvlan",
      "master": "eth2",
      "ipam": {
        "type": "host-local",
        "subnet": "10.8.0.0/24"
      }
    }
",
}
`);
});

describe('what is wrong', () => {
  test('with one value is said where it is passed, in the same words', async () => {
    await expect(hostLocal({ subnet: '10/8' })).rejects.toThrow('[Ipam.hostLocal] subnet-invalid \'subnet\' is not a subnet: got "10/8"; expected ');
    const chart = await newChart(await newApp('wrong'), 'wrong');
    const pod = host.create(own('MultiHomedPod'), chart, 'pod', struct(own('MultiHomedPodProps'), {
      networks: [chart], containers: [struct(plus('ContainerProps'), { image: 'nginx' })],
    }));
    await expect(pod).rejects.toThrow("[wrong/pod] key-type 'network' has the wrong type: got an object of type Chart; expected a network, such as ");
  });

  test('together is found at synth, unless it is acknowledged', async () => {
    const app = await newApp('together');
    const chart = await newChart(app, 'together');
    const ipam = await hostLocal({ subnet: '10.7.0.0/24' });
    const [, second] = [await newMacvlan(chart, 'a', ipam), await newMacvlan(chart, 'b', ipam)];
    await expect(host.invoke(app, 'synth')).rejects.toThrow('[together/b] pools-overlap ');
    await host.invoke(await host.static(own('Acknowledgements'), 'of', second), 'add', 'pools-overlap', 'tried');
    await host.invoke(app, 'synth');
  });
});

test('the packages of the other languages can be written', () => {
  runOk('npx', ['--yes', `jsii-pacmak@${JSII_RELEASE}`, '--code-only', '--outdir', join(folder, 'packages')], ROOT);
  expect(readdirSync(join(folder, 'packages')).sort()).toEqual(['dotnet', 'go', 'java', 'js', 'python']);
  expect(readFileSync(join(folder, 'packages/python/src/cdk8s_multus/__init__.py'), 'utf8')).toContain('class IpvlanNetwork(');
});
