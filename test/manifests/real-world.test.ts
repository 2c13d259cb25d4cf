import { rulesIn } from './support';

// Manifests as people write them. A tool that cries at these is not used a second time.

const NAD = 'apiVersion: k8s.cni.cncf.io/v1\nkind: NetworkAttachmentDefinition\n';

/** A NetworkAttachmentDefinition whose configuration is this text, as a block. */
function network(name: string, config: string, annotations = ''): string {
  return `${NAD}metadata:\n  name: ${name}\n${annotations}spec:\n  config: |\n${config.trim().split('\n').map((line) => `    ${line}`).join('\n')}\n`;
}

/** The annotations of an object, as YAML. */
function annotations(text: string): string {
  return `  annotations:\n    ${text}\n`;
}

function pod(name: string, networks: string, spec = ''): string {
  return `apiVersion: v1
kind: Pod
metadata:
  name: ${name}
  annotations:
    k8s.v1.cni.cncf.io/networks: ${networks}
spec:
  containers:
    - name: app
      image: registry.example.com/app:1.2
${spec}`;
}

const MACVLAN = network('macvlan-conf', `{
  "cniVersion": "0.3.0",
  "type": "macvlan",
  "master": "eth1",
  "mode": "bridge",
  "ipam": {
    "type": "host-local",
    "subnet": "192.168.1.0/24",
    "rangeStart": "192.168.1.200",
    "rangeEnd": "192.168.1.216",
    "routes": [{ "dst": "10.20.0.0/16" }],
    "gateway": "192.168.1.1"
  }
}`);

const SRIOV = network('sriov-a', '{ "cniVersion": "0.3.1", "type": "sriov", "vlan": 100, "spoofchk": "on", "trust": "off", "link_state": "auto", "ipam": {} }',
  annotations('k8s.v1.cni.cncf.io/resourceName: intel.com/netdevice_a'));

const DEVICE_LIMITS = '      resources:\n        limits:\n          intel.com/netdevice_a: "2"\n';

const LAYER_2 = network('tenant-blue', `{
  "cniVersion": "0.3.1",
  "name": "tenant-blue",
  "type": "ovn-k8s-cni-overlay",
  "topology": "layer2",
  "subnets": "10.100.200.0/24",
  "mtu": 1300,
  "netAttachDefName": "default/tenant-blue"
}`);

describe('a manifest as people write it is no finding', () => {
  test.each<[string, string]>([
    ['a quick start with macvlan', `${MACVLAN}---\n${pod('samplepod', 'macvlan-conf')}`],
    ['a network without a namespace, for pods that name the namespace "default"', `${MACVLAN}---\n${pod('a', 'default/macvlan-conf').replace('  name: a\n', '  name: a\n  namespace: default\n')}`],
    ['SR-IOV of OpenShift, whose operator asks for the devices', `${SRIOV.replace('intel.com/', 'openshift.io/')}---\n${pod('a', 'sriov-a')}`],
    ['a default network with addresses and the claim that keeps them', `${pod('vm', '').replace('k8s.v1.cni.cncf.io/networks: ',
      'v1.multus-cni.io/default-network: \'[{ "name": "default", "namespace": "ovn", "ips": ["10.100.0.5/16"], "ipam-claim-reference": "vm.eth0" }]\'')}---\n${NAD}metadata:
  name: default
  namespace: ovn
spec:
  config: '{ "cniVersion": "0.4.0", "name": "ovn-kubernetes", "type": "ovn-k8s-cni-overlay" }'
`],
    ['a configuration with comments', network('a', '{ "_comment": "storage", "cniVersion": "0.3.1", "type": "macvlan", "master": "eth1", "NOTE1": "bond", "ipam": { "type": "dhcp", "//": "the router" } }')],
    ['a configuration in single quotes, that ends left of its key', `${NAD}metadata:
  name: macvlan-conf
spec:
  config: '{
      "cniVersion": "0.3.1",
      "type": "macvlan",
      "master": "eth1",
      "ipam": { "type": "dhcp" }
}'
`],
    ['a configuration in double quotes, that ends left of its key', `${NAD}metadata:
  name: macvlan-conf
spec:
  config: "{
\\"cniVersion\\": \\"0.3.1\\",
\\"type\\": \\"macvlan\\", \\"master\\": \\"eth1\\", \\"ipam\\": { \\"type\\": \\"dhcp\\" }
}"
`],
    ['two such configurations', [1, 2].map((n) => `${NAD}metadata:
  name: dhcp-${n}
spec:
  config: '{
"cniVersion": "0.3.1", "type": "macvlan", "master": "eth${n}", "ipam": { "type": "dhcp" }
}'
`).join('---\n')],
    ['a configuration on one line, with escapes', `${NAD}metadata: { name: a }
spec:
  config: "{\\n  \\"cniVersion\\": \\"0.3.1\\",\\n  \\"type\\": \\"macvlan\\",\\n  \\"master\\": \\"eth1\\",\\n  \\"ipam\\": {\\"type\\": \\"dhcp\\"}\\n}"
`],
    ['a folded configuration', `${NAD}metadata:
  name: folded
spec:
  config: >-
    {
      "cniVersion": "0.4.0",
      "type": "bridge",
      "bridge": "br10",
      "vlan": 10,
      "ipam": {}
    }
`],
    ['tabs in the JSON text', network('tabs', '{\n\t"cniVersion": "0.3.1",\n\t"type": "macvlan",\n\t"master": "eth1",\n\t"ipam":\t{ "type": "dhcp" }\n}')],
    ['CRLF at the end of each line', `${MACVLAN}---\n${pod('samplepod', 'macvlan-conf')}`.replaceAll('\n', '\r\n')],
    ['SR-IOV, with the devices in the limits', `${SRIOV}---\n${pod('dpdk', 'sriov-a, sriov-a', DEVICE_LIMITS)}`],
    ['SR-IOV, two virtual functions bonded', `${SRIOV}---\n${network('bond', `{
  "cniVersion": "0.3.1",
  "type": "bond",
  "mode": "active-backup",
  "failOverMac": 1,
  "linksInContainer": true,
  "miimon": "100",
  "mtu": 1500,
  "links": [{ "name": "net1" }, { "name": "net2" }],
  "ipam": { "type": "static", "addresses": [{ "address": "10.56.217.66/24" }] }
}`)}---\n${pod('bonded', 'sriov-a, sriov-a, bond', DEVICE_LIMITS)}`],
    ['SR-IOV, with a device that the containers claim', `${SRIOV}---\n${pod('a', 'sriov-a', '      resources: { claims: [{ name: vf }] }\n  resourceClaims: [{ name: vf, resourceClaimTemplateName: vf }]\n')}`],
    ['macvlan without addresses, bonded', `${['eth1', 'eth2'].map((master) => `${network(master, `{ "cniVersion": "0.3.1", "type": "macvlan", "master": "${master}" }`)}---\n`).join('')}${network('bond', `{
  "cniVersion": "0.3.1", "type": "bond", "mode": "active-backup", "linksInContainer": true, "miimon": "100", "links": [{ "name": "net1" }, { "name": "net2" }],
  "ipam": { "type": "static", "addresses": [{ "address": "10.56.217.66/24" }] }
}`)}---\n${pod('bonded', 'eth1, eth2, bond')}`],
    ['InfiniBand', network('ib', '{ "cniVersion": "0.3.1", "type": "ib-sriov", "pkey": "0x2", "link_state": "enable", "rdmaIsolation": true, "ibKubernetesEnabled": true, "ipam": { "type": "nv-ipam", "poolName": "pool-a" } }',
      annotations('k8s.v1.cni.cncf.io/resourceName: mellanox.com/ib_a'))],
    ['a device for DPDK', network('dpdk', '{ "cniVersion": "0.3.1", "type": "host-device", "pciBusID": "0000:86:00.0" }')],
    ['a device from a device plugin', network('netdev', '{ "cniVersion": "0.3.1", "type": "host-device", "ipam": { "type": "whereabouts", "range": "192.168.3.225/28" } }',
      annotations('k8s.v1.cni.cncf.io/resourceName: nvidia.com/hostdev'))],
    ['OVN-Kubernetes layer 2, with an address that the pod asks for', `${LAYER_2.replace(/ *"subnets": .*\n/, '')}---\n${pod('blue', '\'[{ "name": "tenant-blue", "ips": ["10.100.200.7/24"], "mac": "02:03:04:05:06:07" }]\'')}`],
    ['OVN-Kubernetes localnet', network('vlan2005', '{ "cniVersion": "0.4.0", "name": "tenantred", "type": "ovn-k8s-cni-overlay", "topology": "localnet", "vlanID": 2005, "mtu": 1500, "netAttachDefName": "ns1/vlan2005" }')],
    ['Open vSwitch, with the marker of its bridge', `${network('ovs-conf', '{ "cniVersion": "0.4.0", "type": "ovs", "bridge": "br1", "vlan": 100 }',
      annotations('k8s.v1.cni.cncf.io/resourceName: ovs-cni.network.kubevirt.io/br1'))}---\n${pod('ovs', 'ovs-conf')}`],
    ['a bridge of KubeVirt, with its marker, and a virtual machine', `${network('bridge-network', '{ "cniVersion": "0.3.1", "name": "bridge-network", "type": "cnv-bridge", "bridge": "br1", "macspoofchk": true, "vlan": 1 }',
      annotations('k8s.v1.cni.cncf.io/resourceName: bridge.network.kubevirt.io/br1'))}---
apiVersion: kubevirt.io/v1
kind: VirtualMachine
metadata:
  name: vm
  annotations:
    k8s.v1.cni.cncf.io/networks: bridge-network
spec:
  runStrategy: Always
  template:
    spec:
      domain:
        devices:
          interfaces:
            - name: blue
              bridge: {}
      networks:
        - name: blue
          multus:
            networkName: bridge-network
---
${pod('on-the-bridge', 'bridge-network')}`],
    ['whereabouts of both families', network('dual', `{
  "cniVersion": "0.3.1",
  "type": "macvlan",
  "master": "ens4",
  "ipam": {
    "type": "whereabouts",
    "ipRanges": [
      { "range": "192.168.10.0/24", "exclude": ["192.168.10.0/28", "192.168.10.254/32"] },
      { "range": "fd00:10::/64", "range_start": "fd00:10::100", "range_end": "fd00:10::1ff" }
    ],
    "log_file": "/var/log/whereabouts.log",
    "log_level": "error"
  }
}`)],
    ['a chain with tuning, sbr and vrf', network('chained', `{
  "cniVersion": "0.4.0",
  "name": "chained",
  "plugins": [
    { "type": "macvlan", "capabilities": { "ips": true }, "master": "eth1", "mode": "bridge", "ipam": { "type": "static", "routes": [{ "dst": "172.16.0.0/12", "gw": "10.10.0.1" }] } },
    { "type": "tuning", "capabilities": { "mac": true }, "sysctl": { "net.core.somaxconn": "500", "net/ipv6/conf/IFNAME/accept_ra": "0" }, "allmulti": true },
    { "type": "vrf", "vrfname": "blue", "table": 1001 },
    { "type": "sbr" }
  ]
}`)],
    ['a chain with route-override', network('override', `{
  "cniVersion": "0.3.0",
  "name": "override",
  "plugins": [
    { "type": "bridge", "bridge": "br0", "ipam": { "type": "host-local", "subnet": "192.168.3.0/24" } },
    { "type": "route-override", "flushroutes": true, "addroutes": [{ "dst": "192.168.9.0/24" }] }
  ]
}`)],
    ['ptp on each node, with many pods', `${network('ptp', '{ "cniVersion": "1.0.0", "type": "ptp", "ipMasq": true, "ipam": { "type": "host-local", "subnet": "10.1.1.0/24" } }')}---
apiVersion: apps/v1
kind: DaemonSet
metadata: { name: agents }
spec:
  selector: { matchLabels: { app: agents } }
  template:
    metadata:
      labels: { app: agents }
      annotations: { k8s.v1.cni.cncf.io/networks: ptp }
    spec: { containers: [{ name: app, image: "app:1" }] }
`],
    ['a network whose configuration the node has', `${NAD}metadata:\n  name: empty\nspec:\n  config: ""\n---\n${NAD}metadata:\n  name: absent\n---\n${pod('a', 'empty,absent')}`],
    ['an annotation in the JSON form with what a template leaves empty', `${MACVLAN}---\n${pod('a', `|
      [
        { "name": "macvlan-conf", "namespace": "", "interface": "", "mac": "", "ips": [], "portMappings": null, "bandwidth": {} }
      ]`)}`],
    ['an annotation without a value', pod('a', '').replace('networks: \n', 'networks:\n')],
    ['the status that Multus writes', `${MACVLAN}---\n${pod('a', 'macvlan-conf').replace('spec:\n', '    k8s.v1.cni.cncf.io/network-status: \'[{ "name": "x" }]\'\nspec:\n')}`],
    ['a Rollout and a Service of Knative', `${network('wa', '{ "cniVersion": "0.3.1", "type": "macvlan", "master": "eth1", "ipam": { "type": "whereabouts", "range": "10.2.0.0/16" } }')}${[
      'argoproj.io/v1alpha1 Rollout', 'serving.knative.dev/v1 Service'].map((type) => `---
apiVersion: ${type.split(' ')[0]}
kind: ${type.split(' ')[1]}
metadata: { name: app }
spec:
  replicas: 3
  template:
    metadata:
      annotations:
        k8s.v1.cni.cncf.io/networks: |-
          wa
    spec:
      containers: [{ name: app, image: "app:1" }]
`).join('')}`],
    ['a kind that passes its annotations on to its pods', `${MACVLAN}---
apiVersion: example.com/v1
kind: Database
metadata:
  name: db
  annotations: { k8s.v1.cni.cncf.io/networks: macvlan-conf }
spec:
  template:
    spec: { containers: [{ name: db, image: "db:1" }] }
`],
    ['comments and empty documents of Helm', `# head\n---\n# Source: chart/templates/a.yaml\n---\n# Source: chart/templates/nad.yaml\n${MACVLAN}---\n\n---\n${pod('a', 'macvlan-conf')}---\n`],
    ['a List in JSON', JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [
      { apiVersion: 'k8s.cni.cncf.io/v1', kind: 'NetworkAttachmentDefinition', metadata: { name: 'n' }, spec: { config: '{"cniVersion":"0.3.1","type":"macvlan","master":"eth1","ipam":{}}' } },
      { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p', annotations: { 'k8s.v1.cni.cncf.io/networks': 'n' } }, spec: { containers: [] } },
    ] }, undefined, '\t')],
    ['merge keys and anchors', `${NAD}metadata: &meta { name: a, namespace: prod }
spec: &spec
  config: '{ "cniVersion": "0.3.1", "type": "macvlan", "master": "eth1", "ipam": {} }'
---
apiVersion: v1
kind: Pod
metadata:
  <<: &common { namespace: prod, annotations: { k8s.v1.cni.cncf.io/networks: a@net1 } }
  name: p
spec: { containers: [{ name: app, image: "app:1" }] }
`],
    ['the same network in two namespaces', ['a', 'b'].map((namespace) => MACVLAN.replace('  name: macvlan-conf', `  name: macvlan-conf\n  namespace: ${namespace}`)).join('---\n')],
    ['a Job that runs one pod, whatever it may', `${MACVLAN}---
apiVersion: batch/v1
kind: Job
metadata: { name: j }
spec:
  parallelism: 4
  completions: 1
  template:
    metadata: { annotations: { k8s.v1.cni.cncf.io/networks: macvlan-conf } }
    spec: { restartPolicy: Never, containers: [{ name: app, image: "app:1" }] }
`],
    ['what is not for Kubernetes', '- hosts: all\n  tasks: [{ debug: { msg: !vault x } }]\n---\nversion: !Ref a\n---\n"text"\n---\n1\n'],
  ])('%s', (_, text) => {
    expect(rulesIn(text)).toEqual([]);
  });
});

/** A workload whose pods have this annotation. */
function workload(kind: string, spec: string, networks: string, indent = '    '): string {
  return `---
apiVersion: apps/v1
kind: ${kind}
metadata:
  name: app
spec:
${spec}${indent === '    ' ? '' : '  jobTemplate:\n    spec:\n'}${indent.slice(2)}template:
${indent}metadata:
${indent}  annotations:
${indent}    k8s.v1.cni.cncf.io/networks: ${networks}
${indent}spec:
${indent}  containers: [{ name: app, image: "app:1" }]
`;
}

describe('a mistake is found', () => {
  test.each<[string, string, ...string[]]>([
    ['host-local for pods that can be anywhere', MACVLAN + workload('Deployment', '  replicas: 3\n', 'macvlan-conf'), 'error host-local-across-nodes'],
    ['host-local on a bridge that joins nodes', network('macvlan-conf', '{ "cniVersion": "0.3.1", "type": "bridge", "bridge": "br-ext", "ipam": { "type": "host-local", "subnet": "10.0.0.0/24" } }')
      + workload('DaemonSet', '', 'macvlan-conf'), 'error host-local-across-nodes'],
    ['the annotation beside the pod template', `${MACVLAN}---\n${pod('app', 'macvlan-conf').replace('kind: Pod', 'kind: Deployment').replace(/spec:[^]*/, 'spec: { template: { spec: { containers: [] } } }')}`, 'error annotation-on-workload'],
    ['the annotation beside the pod template of a CronJob', workload('CronJob', '', 'x', '        ').replace('    spec:\n      template:\n        metadata:', '    metadata:')
      .replace('        spec:\n          containers:', '    spec:\n      template:\n        spec:\n          containers:').replace('          annotations:\n            k8s', '      annotations:\n        k8s'), 'error annotation-on-workload'],
    ['the annotation as a label of a pod', pod('a', 'x').replace('  annotations:', '  labels:'), 'error annotation-misplaced'],
    ['the annotation beside the metadata of the pods', `${MACVLAN}---\n${workload('Deployment', '', 'x').replace('    metadata:\n      annotations:', '    annotations:').replace('        k8s', '      k8s')}`, 'error annotation-misplaced'],
    ['the annotation in the specification of the pods', `${pod('a', 'x').replace(/  annotations:[^]*?networks: x\n/, '')}  annotations: { k8s.v1.cni.cncf.io/networks: x }\n`, 'error annotation-misplaced'],
    ['the annotation on a Rollout', `${workload('Deployment', '', 'x').replace('apps/v1', 'argoproj.io/v1alpha1').replace('Deployment', 'Rollout').replace('      annotations:\n        k8s.v1.cni.cncf.io/networks: x\n', '      labels: {}\n').replace('metadata:\n', 'metadata:\n  annotations: { k8s.v1.cni.cncf.io/networks: x }\n')}`, 'error annotation-on-workload'],
    ['a device that the pod does not ask for, and the plugin can do without', `${network('a', '{ "cniVersion": "0.3.1", "type": "macvlan", "master": "eth1", "ipam": {} }', annotations('k8s.v1.cni.cncf.io/resourceName: rdma/hca'))}---\n${pod('a', 'a')}`, 'warning device-left-out'],
    ['a misspelt network', `${MACVLAN}---\n${pod('a', 'macvlan-cnof')}`, 'error network-not-found'],
    ['a network that is not among those that were read', `${MACVLAN}---\n${pod('a', 'another')}`, 'warning network-not-seen'],
    ['a network that is not among those that were read, in an annotation from a merge key', `${MACVLAN}---\n${pod('a', 'another')}`.replace('annotations:\n', 'annotations:\n      <<: { k8s.v1.cni.cncf.io/networks: another }\n').replace('    k8s.v1.cni.cncf.io/networks: another\n', ''),
      'warning network-not-seen'],
    ['SR-IOV with a claim for the pod that no container makes', `${SRIOV}---\n${pod('a', 'sriov-a', '  resourceClaims: [{ name: vf, resourceClaimTemplateName: vf }]\n')}`, 'error device-not-requested'],
    ['macvlan without addresses, bonded in one pod and not in another', `${network('lan', '{ "cniVersion": "0.3.1", "type": "macvlan", "master": "eth1" }')}---\n${network('bond', `{
  "cniVersion": "0.3.1", "type": "bond", "mode": "active-backup", "linksInContainer": true, "miimon": "100", "links": [{ "name": "net1" }, { "name": "net2" }], "ipam": {}
}`)}---\n${pod('bonded', 'lan, lan, bond')}---\n${pod('other', 'lan')}`, 'warning ipam-missing-layer-2', 'error bond-link-refused'],
    ['an empty default network', `${pod('a', '""').replace('k8s.v1.cni.cncf.io/networks', 'v1.multus-cni.io/default-network')}`, 'error default-network-count'],
    ['SR-IOV without the devices', `${SRIOV}---\n${pod('a', 'sriov-a')}`, 'error device-not-requested'],
    ['addresses for a network without IPAM', `${network('a', '{ "cniVersion": "0.3.1", "type": "macvlan", "master": "eth1", "ipam": {} }')}---\n${pod('p', '\'[{ "name": "a", "ips": ["10.0.0.1/24"] }]\'')}`, 'error ips-unsupported'],
    ['one address for three pods', network('a', '{ "cniVersion": "0.3.1", "type": "macvlan", "master": "eth1", "ipam": { "type": "static" }, "capabilities": { "ips": true } }')
      + workload('StatefulSet', '  replicas: 3\n', '\'[{ "name": "a", "ips": ["10.0.0.1/24"] }]\''), 'error ips-shared-by-replicas'],
    ['a namespace in the name of the JSON form', pod('a', '\'[{ "name": "ns/a" }]\''), 'error annotation-malformed'],
    ['one object instead of a list', pod('a', '\'{ "name": "a" }\''), 'error annotation-malformed'],
    ['addresses that are no list', pod('a', '\'[{ "name": "a", "ips": "10.0.0.1" }]\''), 'error ips-invalid'],
    ['a pod in the network of the node', `${MACVLAN}---\n${pod('a', 'macvlan-conf', '  hostNetwork: true\n')}`, 'error annotation-on-host-network'],
    ['a configuration that is an object of YAML', `${NAD}metadata: { name: a }\nspec:\n  config: { "type": "macvlan" }\n`, 'error key-type'],
    ['a template of Helm that was not rendered', `${MACVLAN}---\n${NAD}metadata:\n  name: {{ .Values.name }}\n`, 'error document-unreadable'],
    ['a document that cannot be read, before one that can', `a: "b\n---\n${pod('a', 'a/b/c')}`, 'error document-unreadable', 'error annotation-malformed'],
    ['a quick start of the daemon', `apiVersion: apps/v1
kind: DaemonSet
metadata: { name: kube-multus-ds, namespace: kube-system }
spec:
  template:
    spec:
      containers:
        - name: kube-multus
          image: ghcr.io/k8snetworkplumbingwg/multus-cni:snapshot-thick
          command: [/usr/src/multus-cni/bin/multus-daemon]
          resources: { limits: { cpu: 100m, memory: 50Mi } }
`, 'warning image-tag-moves', 'warning multus-memory-low'],
  ])('%s', (_, text, ...rules) => {
    expect(rulesIn(text)).toEqual(rules);
  });
});
