import { ManifestCheck } from '../../lib/manifests/manifest-check';

const NETWORK = `
apiVersion: k8s.cni.cncf.io/v1
kind: NetworkAttachmentDefinition
metadata:
  name: storage
spec:
  config: '{ "cniVersion": "0.3.1", "type": "ipvlan", "master": "eth1", "mode": "l2", "ipam": { "type": "host-local", "subnet": "10.1.0.0/24" } }'
`;

function rulesOf(complete: boolean, ...texts: string[]): string[] {
  const check = new ManifestCheck({ complete });
  texts.forEach((text, i) => check.add(`cluster-${i + 1}.yaml`, text));
  return check.finish().findings.map(({ file, line, rule }) => `${file}:${line} ${rule}`);
}

describe('two networks with one name', () => {
  test('fail in one file', () => {
    expect(rulesOf(false, `${NETWORK}---${NETWORK}`)).toEqual(['cluster-1.yaml:12 network-name-duplicate']);
  });

  test('pass in two files, which may be for two clusters', () => {
    expect(rulesOf(false, NETWORK, NETWORK)).toEqual([]);
  });

  test('fail in two files that are all there is', () => {
    expect(rulesOf(true, NETWORK, NETWORK)).toEqual(['cluster-2.yaml:5 network-name-duplicate']);
  });
});

test('a plugin that is not installed is found where the configuration names it', () => {
  const installation = `
apiVersion: apps/v1
kind: DaemonSet
metadata:
  name: cni-plugins
spec:
  template:
    spec:
      containers:
        - name: install
          image: alpine:3.22.2
          env:
            - { name: CNI_BIN_DIR, value: /host/opt/cni/bin }
            - { name: PLUGINS, value: ipvlan }
`;
  const network = `
apiVersion: k8s.cni.cncf.io/v1
kind: NetworkAttachmentDefinition
metadata:
  name: storage
spec:
  config: |
    {
      "cniVersion": "0.3.1",
      "plugins": [
        { "type": "ipvlan", "master": "eth1", "mode": "l2",
          "ipam": { "type": "host-local", "subnet": "10.1.0.0/24" } },
        { "type": "tuning", "mtu": 1400 }
      ]
    }
`;
  expect(rulesOf(false, installation, network)).toEqual(['cluster-2.yaml:12 plugin-not-installed', 'cluster-2.yaml:13 plugin-not-installed']);
});

test('values are read as kubectl reads them', () => {
  const pod = (hostNetwork: string) => `
apiVersion: v1
kind: Pod
metadata:
  name: pod
  annotations:
    k8s.v1.cni.cncf.io/networks: storage
spec:
  hostNetwork: ${hostNetwork}
`;
  expect(rulesOf(false, `${NETWORK}---${pod('yes')}`)).toEqual(['cluster-1.yaml:16 annotation-on-host-network']);
  expect(rulesOf(false, `${NETWORK}---${pod('off')}`)).toEqual([]);
});

test('files that begin with a byte order mark may have been put together', () => {
  expect(rulesOf(false, `\uFEFF${NETWORK.trim()}\n---\n\uFEFF${NETWORK.trim()}\n`)).toEqual(['cluster-1.yaml:11 network-name-duplicate']);
});

describe('objects of JSON one behind the other', () => {
  const network = JSON.stringify({
    apiVersion: 'k8s.cni.cncf.io/v1', kind: 'NetworkAttachmentDefinition', metadata: { name: 'a}"{' }, spec: { config: '{ "cniVersion": "0.3.1", "type": "dummy" ' },
  }, undefined, 2);

  test('are read as kubectl reads them, each with its lines', () => {
    expect(rulesOf(false, `\n${network}\n\n${network}{"kind":"List","apiVersion":"v1","items":[${network}]}\n`)).toMatchInlineSnapshot(`
[
  "cluster-1.yaml:9 config-not-json",
  "cluster-1.yaml:17 network-name-duplicate",
  "cluster-1.yaml:20 config-not-json",
  "cluster-1.yaml:26 network-name-duplicate",
  "cluster-1.yaml:29 config-not-json",
]
`);
  });

  test.each([
    ['text behind them', `${network}\n${network}\nx`],
    ['YAML that only looks like them', `${network}\n{ a: 1 }`],
    ['a document that kubectl reads the first of', `---\n${network}\n${network}`],
  ])('but not with %s', (_, text) => {
    expect(rulesOf(false, text)).toEqual([expect.stringMatching(/^cluster-1\.yaml:\d+ document-unreadable$/)]);
  });
});
