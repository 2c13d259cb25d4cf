import { Rule, Severity, quoteList } from './rule';

// Networks that have a configuration for each node.

const CONF_DIR = 'https://github.com/k8snetworkplumbingwg/multus-cni/blob/master/docs/configuration.md';

export const NODE_IPAMS_INVALID = new Rule('node-ipams-invalid', {
  severity: Severity.ERROR,
  why: 'A node without an IPAM has no configuration of the network: its pods stay in ContainerCreating.',
  words: () => ({
    problem: 'is not an IPAM for each node',
    expected: 'the names of the nodes, each with what a factory of Ipam returns, such as { "worker-1": Ipam.hostLocal({ … }) }',
    fix: 'give each node its IPAM; Ipam.perNode itself is none for a node',
  }),
});

export const NODES_OF_NODE_CONFIGS = new Rule('nodes-of-node-configs', {
  severity: Severity.ERROR,
  why: 'The network is on the nodes that have a configuration: pods on any other would stay in ContainerCreating.',
  words: ({ nodes }: { nodes: readonly string[] }) => ({
    problem: 'is given beside Ipam.perNode, whose nodes are those of the network',
    expected: 'nothing here',
    fix: `remove 'nodes': the network is on ${nodes.slice(0, 5).map((node) => JSON.stringify(node)).join(', ')}`,
  }),
});

export const NODE_CONFIG_WRITER_UNUSED = new Rule('node-config-writer-unused', {
  severity: Severity.ERROR,
  why: 'Nothing is written onto the nodes: the network has one configuration, which Multus finds in the API.',
  words: () => ({
    problem: 'has no effect without Ipam.perNode',
    expected: "nothing here, or Ipam.perNode({ … }) as 'ipam'",
    fix: 'leave it out, or give each node its IPAM',
  }),
});

export const NODE_CONFIG_NAME = new Rule('node-config-name', {
  severity: Severity.ERROR,
  why: 'Multus looks for a file on the node whose "name" is that of the network, and finds none: its pods stay in ContainerCreating.',
  see: CONF_DIR,
  words: ({ network }: { network: string }) => ({
    problem: 'is not the name of the network',
    expected: JSON.stringify(network),
    fix: 'leave the name out, or give the network this one',
  }),
});

export const NODE_CONFIG_UNREADABLE = new Rule('node-config-unreadable', {
  severity: Severity.ERROR,
  why: 'Multus reads all files of the directory until it finds the one of a network: one that it cannot read stops the pods of every network there.',
  see: CONF_DIR,
  words: ({ reason }: { reason: string }) => ({
    problem: `is not a list of plugins as JSON (${reason})`,
    expected: 'a CNI configuration with a list of plugins, such as { "cniVersion": "0.3.1", "name": "storage", "plugins": [{ "type": "ipvlan" }] }',
    fix: 'correct the text',
  }),
});

export const NODE_CONFIG_NAME_SHARED = new Rule('node-config-name-shared', {
  severity: Severity.ERROR,
  why: 'Multus finds the configuration on the node by the name alone, without the namespace: pods of the one network get the interface of the other.',
  see: CONF_DIR,
  words: ({ other }: { other: string }) => ({
    problem: `is also the name of the network "${other}", whose configuration is on the same nodes`,
    expected: 'a name of its own for each network with a configuration on the node, whatever its namespace',
    fix: "change 'name' of one of the two",
  }),
});

export const NODE_CONFIG_DIR = new Rule('node-config-dir', {
  severity: Severity.ERROR,
  why: 'Multus looks for the configuration of the network in another directory, and finds none: its pods stay in ContainerCreating.',
  see: CONF_DIR,
  words: ({ installation, confDirs }: { installation: string; confDirs: readonly string[] }) => ({
    problem: `is not where "${installation}" looks for the configurations on the node`,
    expected: quoteList(confDirs),
    fix: "write the configurations there, or give a thick Multus the same directory as \"confDir\" in 'rawDaemonConfig'",
  }),
});

export const NODE_POOLS_OVERLAP = new Rule('node-pools-overlap', {
  severity: Severity.ERROR,
  why: 'Each node hands out its addresses by itself: pods on the two nodes get the same one, and no one notices until connections fail.',
  see: 'https://www.cni.dev/plugins/current/ipam/host-local/',
  words: ({ other, range }: { other: string; range: string }) => ({
    problem: `overlaps with the pool of the node ${JSON.stringify(other)}`,
    expected: `addresses outside ${range}`,
    fix: 'give each node the addresses of its own network card',
  }),
});

export const NODE_POOL_SMALL = new Rule('node-pool-small', {
  severity: Severity.WARNING,
  why: 'The scheduler counts no addresses: pods that land on a node beyond its pool fail with "no IP addresses available in range set" while another node has some.',
  see: 'https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/',
  words: ({ network, node, pods, size }: { network: string; node: string; pods: number; size: bigint }) => ({
    problem: `may bring ${pods} interfaces in the network "${network}" to the node ${JSON.stringify(node)}`,
    expected: `at most ${size}, as many as the pool of the node has addresses`,
    fix: 'spread the pods with a topologySpreadConstraint on "kubernetes.io/hostname" that does not schedule where it cannot, widen the pool, or run fewer pods',
  }),
});
