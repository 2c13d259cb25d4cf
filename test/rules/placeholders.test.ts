import { NETWORKS_ANNOTATION } from '../../lib/facts/selection';
import { chartOf, ipvlan } from '../support/app';
import { networkText, reportOf, rulesIn } from '../manifests/support';

type Config = Record<string, unknown>;

const IPVLAN = { cniVersion: '0.3.1', type: 'ipvlan', master: 'eth1', mode: 'l2' };
const HOST_LOCAL = { type: 'host-local', subnet: '192.168.1.0/24' };

const podText = (annotation: unknown, metadata: Config = {}) => JSON.stringify({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'app', namespace: 'default', annotations: { [NETWORKS_ANNOTATION]: typeof annotation === 'string' ? annotation : JSON.stringify(annotation) }, ...metadata },
});
const documents = (...texts: string[]) => texts.join('\n---\n');
const messages = (text: string) => reportOf(text).findings.map(({ severity, line, message }) => `${severity} ${line} ${message}`);
const UNRENDERED = 'warning placeholder-unrendered';

describe('a value that something else replaces', () => {
  test.each<[string, string]>([
    ['Flux', '${MASTER_OF_NODES}'],
    ['Flux, with a default', '${master:=eth1 of the node}'],
    ['envsubst', '$MASTER_OF_THE_NODES'],
    ['Kustomize', '$(MASTER_OF_NODES)'],
    ['Helm', '{{ .Values.master }}'],
    ['Helm, with less space', '{{- include "master" . -}}'],
    ['Ansible', '{{ master_of_nodes }}'],
    ['sed', 'eth/@MASTER@'],
  ])('is that of %s', (_, master) => {
    expect(rulesIn(networkText({ ...IPVLAN, master, ipam: HOST_LOCAL }))).toEqual([UNRENDERED]);
  });

  test.each<[string, string]>([
    ['a dollar in front', '$eth1-of-the-node'],
    ['a dollar inside', 'eth$MASTER-of-the-node'],
    ['a dollar at the end', 'eth1-of-the-node$'],
    ['an at sign', 'eth1@MASTER/@node'],
    ['braces', 'eth{{1}}of-the-node'],
    ['empty braces', '${}-of-the-nodes'],
  ])('is not one with %s', (_, master) => {
    expect(rulesIn(networkText({ ...IPVLAN, master, ipam: HOST_LOCAL }))).toEqual(['error master-invalid']);
  });

  test('is one in whatever part of a value', () => {
    expect(rulesIn(podText([{ name: 'a', portMappings: [{ hostPort: '${PORT}', containerPort: 80 }] }]))).toEqual([UNRENDERED]);
    expect(rulesIn(networkText({ ...IPVLAN, ipam: { type: 'host-local', ranges: [{ subnet: '${SUBNET}' }] } }))).toEqual([UNRENDERED]);
  });

  test('is no finding where it could be meant as it is', () => {
    expect(rulesIn(networkText({ cniVersion: '1.0.0', plugins: [{ ...IPVLAN, ipam: HOST_LOCAL }, { type: 'vrf', vrfname: 'a$B' }] }))).toEqual([]);
    expect(rulesIn(networkText({ ...IPVLAN, master: '$M', ipam: HOST_LOCAL }))).toEqual([]);
  });

  test('is said once of each object, at the first of its values', () => {
    const ipam = { type: 'static', addresses: [{ address: '${ADDRESS}/24', gateway: '${GATEWAY}' }], routes: [{ dst: '${DESTINATION}' }] };
    const END = 'expected the text as it is applied; check the manifest that is made of this one';
    expect(messages(documents(
      networkText({ ...IPVLAN, name: '${NAME}', mode: '${MODE}', ipam }, { name: 'a' }),
      networkText({ ...IPVLAN, ipam: { type: '${IPAM}' } }, { name: 'b' }),
      podText([{ name: 'a', ips: ['${IP}'], interface: '${INTERFACE_OF_POD}' }]),
    ))).toEqual([
      `warning 1 placeholder-unrendered 'mode' has a placeholder that something else must replace: got "\${MODE}"; ${END}`,
      `warning 3 placeholder-unrendered 'ipam.type' has a placeholder that something else must replace: got "\${IPAM}"; ${END}`,
      `warning 5 placeholder-unrendered '${NETWORKS_ANNOTATION}[0].interface' has a placeholder that something else must replace: got "\${INTERFACE_OF_POD}"; ${END}`,
    ]);
  });

  test('leaves the other findings of the object', () => {
    expect(rulesIn(networkText({ ...IPVLAN, master: '${MASTER_OF_NODES}', mode: 'l4', ipam: HOST_LOCAL }))).toEqual(['error mode-unknown', UNRENDERED]);
  });

  test('is acknowledged as any other finding', () => {
    const annotations = { 'cdk8s-multus/acknowledge': 'placeholder-unrendered: Flux replaces it' };
    expect(rulesIn(networkText({ ...IPVLAN, master: '${MASTER_OF_NODES}', ipam: HOST_LOCAL }, { annotations }))).toEqual([]);
  });

  test.each<[string, Config, string]>([
    ['under a key that nobody reads', { ...IPVLAN, mastr: '${MASTER}', ipam: HOST_LOCAL }, 'warning key-unknown'],
    ['in quotes where a number belongs', { ...IPVLAN, mtu: '${MTU}', ipam: HOST_LOCAL }, 'error key-type'],
    ['beside a key that it excludes', { ...IPVLAN, ipam: { type: 'host-local', rangeStart: '${FIRST}', ranges: [[{ subnet: '192.168.1.0/24' }]] } }, 'warning range-key-ignored'],
  ])('leaves what is wrong whatever it becomes: %s', (_, config, rule) => {
    expect(rulesIn(networkText(config))).toEqual([rule]);
  });
});

test('fails in code, where nothing replaces it', () => {
  expect(() => ipvlan(chartOf(), 'storage', { master: '${MASTER_OF_NODES}' })).toThrow('[apps/storage] master-invalid \'master\' is not the name of a network card: got "${MASTER_OF_NODES}"; ');
});

test('leaves what is wrong with a request whatever it becomes', () => {
  const network = networkText({ ...IPVLAN, ipam: { type: 'dhcp' } }).replace('ipvlan', 'macvlan').replace('l2', 'bridge');
  expect(rulesIn(documents(network, podText([{ name: 'net', ips: ['${ADDRESS}'] }])))).toEqual(['error ips-unsupported', UNRENDERED]);
  expect(rulesIn(documents(networkText({ ...IPVLAN, ipam: HOST_LOCAL }), podText([{ name: 'net', mac: '${MAC}' }])))).toEqual(['error mac-unsupported', UNRENDERED]);
});

describe('a text of which something else makes JSON', () => {
  test.each([
    '{ "cniVersion": "0.3.1", "type": "ipvlan", "master": "eth1", "mode": "l2", "mtu": ${MTU}, "ipam": { "type": "static" } }',
    '{ "cniVersion": "0.3.1", "type": "ipvlan", "master": "eth1", "mode": "l2", "mtu": $MTU, "ipam": { "type": "static" } }',
    '{{- if .Values.enabled }}{ "type": "ipvlan" }{{- end }}',
    '${CONFIG}',
  ])('is a configuration: %s', (config) => {
    expect(rulesIn(networkText(config))).toEqual([UNRENDERED]);
  });

  test.each(['${NETWORK}', 'apps/${NETWORK}@net1', '$NETWORK', '[{ "name": "storage", "ips": ${IPS} }]', '{{ .Values.networks | join "," }}'])('is an annotation: %s', (annotation) => {
    expect(rulesIn(podText(annotation))).toEqual([UNRENDERED]);
  });

  test('is no typing error', () => {
    expect(rulesIn(networkText('{ "type": "ipvlan", "ipam": {{ "type": "static" }} }'))).toEqual(['error config-not-json']);
    expect(rulesIn(podText('storage@net1,backup@net2@x'))).toEqual(['error annotation-malformed']);
  });
});

describe('objects that are compared', () => {
  test('a network is found under the text of its name', () => {
    const network = networkText({ ...IPVLAN, ipam: HOST_LOCAL }, { name: '${CLUSTER}-storage' });
    expect(rulesIn(documents(network, podText([{ name: '${CLUSTER}-storage' }])))).toEqual([]);
    expect(rulesIn(documents(network, podText([{ name: '${CLUSTER}-other' }])))).toEqual([UNRENDERED]);
  });

  test('a network whose name is not known may be the one that is missing, also where no other exists', () => {
    const network = (name: string) => networkText({ ...IPVLAN, ipam: HOST_LOCAL }, { name });
    expect(rulesIn(documents(network('${CLUSTER}-storage'), podText('backup')), { complete: true })).toEqual(['warning network-not-seen']);
    expect(rulesIn(documents(network('storage'), podText('backup')), { complete: true })).toEqual(['error network-not-found']);
  });

  test('a namespace that is not known may be that of the network', () => {
    const network = (namespace: string) => networkText({ ...IPVLAN, ipam: HOST_LOCAL }, { name: 'storage', namespace });
    expect(rulesIn(documents(network('${NAMESPACE}'), podText('default/storage')))).toEqual([]);
    expect(rulesIn(documents(network('default'), podText('storage', { namespace: '${NAMESPACE}' })))).toEqual([]);
    expect(rulesIn(documents(network('other'), podText('storage')))).toEqual(['error network-not-found']);
  });

  test('modes of ipvlan, pools and gateways are those that can be read', () => {
    const network = (name: string, config: Config) => networkText({ ...IPVLAN, ...config }, { name });
    expect(rulesIn(documents(
      network('a', { mode: '${MODE}', ipam: { ...HOST_LOCAL, rangeEnd: '${LAST}' } }),
      network('b', { mode: 'l3', ipam: HOST_LOCAL }),
      podText([{ name: 'a', ips: ['192.168.2.5'], 'default-route': ['192.168.2.1'] }]),
    ))).toEqual([UNRENDERED]);
  });

  test('a link of a bond may be one of the pod', () => {
    const bond = { cniVersion: '0.3.1', type: 'bond', mode: 'active-backup', linksInContainer: true, miimon: '100', links: [{ name: '${LINK}' }, { name: 'net2' }], ipam: {} };
    const link = (name: string, master: string) => networkText({ cniVersion: '0.3.1', type: 'macvlan', master, mode: 'bridge', ipam: {} }, { name });
    expect(rulesIn(documents(networkText(bond, { name: 'bond' }), link('a', 'eth1'), link('b', 'eth2'), podText([
      { name: 'a', interface: 'storage' }, { name: 'b', interface: 'net2' }, { name: 'bond' },
    ])))).toEqual([]);
  });
});
