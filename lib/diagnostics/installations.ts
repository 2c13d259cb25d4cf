import { Rule, Severity, quoteList } from './rule';

export const CILIUM_EXCLUSIVE = new Rule('cilium-exclusive', {
  severity: Severity.ERROR,
  why: 'Cilium renames the configuration of Multus on the nodes (".cilium_bak"): pods start without their other networks, and nothing says so. What is patched in the cluster lasts until this is applied again.',
  see: 'https://github.com/k8snetworkplumbingwg/multus-cni/issues/1132',
  words: ({ ofSomeNodes }: { ofSomeNodes: boolean }) => (ofSomeNodes ? {
    problem: 'has Cilium rename the CNI configurations of others on the nodes that it selects, that of Multus too',
    expected: '"false"',
    fix: 'set \'spec.defaults.cni-exclusive\' to "false"',
  } : {
    problem: 'has Cilium rename the CNI configurations of others, that of Multus too',
    expected: '"false" (before Cilium 1.14 --cni-exclusive=false)',
    fix: "set it where it comes from: with Helm it is 'cni.exclusive: false'",
  }),
});

export const INSTALLATION_DUPLICATE = new Rule('installation-duplicate', {
  severity: Severity.ERROR,
  why: 'Both have the same name in the cluster: the one applied last silently replaces the other, and what only the other installs never gets onto the nodes.',
  see: 'https://kubernetes.io/docs/concepts/overview/working-with-objects/names/',
  words: ({ other, file }: { other: string; file?: string }) => ({
    problem: `is already the name of the installation "${other}"${file === undefined ? '' : ` in "${file}"`}`,
    expected: 'one installation of this name in a cluster',
    fix: "join the two into one; where each is for other nodes or plugins, give one another 'name' (CniPluginsInstall, DhcpDaemonInstall)",
  }),
});

export const BIN_DIR_DIFFERS = new Rule('bin-dir-differs', {
  severity: Severity.ERROR,
  why: 'The container runtime looks for all plugins where it finds Multus: what is in another folder fails with "failed to find plugin … in path" when a pod starts.',
  see: 'https://github.com/containerd/containerd/blob/main/docs/cri/config.md#cni-config-template',
  words: ({ multus, folder }: { multus: string; folder: string }) => ({
    problem: `is another folder of the node than that in which "${multus}" has Multus, and in which plugins are looked for`,
    expected: JSON.stringify(folder),
    fix: 'give all installations the same folder (\'hostPaths\', of plugins \'cniBinDir\'), or acknowledge it where the container runtime looks in both',
  }),
});

export const CNI_VERSION_TOO_NEW = new Rule('cni-version-too-new', {
  severity: Severity.ERROR,
  why: 'No pod of the network starts: a Multus that does not know the version fails with "unsupported CNI result version", a plugin with "incompatible CNI versions".',
  see: 'https://github.com/containernetworking/cni/blob/main/SPEC.md#version-considerations',
  words: ({ what, newest, installed }: { what: string; newest: string; installed?: { release: string; installation: string } }) => ({
    problem: `is newer than what ${what} ${installed ? `${installed.release} of "${installed.installation}" ` : ''}can read`,
    expected: `"${newest}" or earlier`,
    fix: `write "${newest}"${installed ? `, or install a newer release of ${what}` : ''}`,
  }),
});

export const KEY_TOO_NEW = new Rule('key-too-new', {
  severity: Severity.WARNING,
  why: 'Old plugins ignore the keys that they do not know, and nobody says so: the pod starts without what the key is there for.',
  see: 'https://github.com/containernetworking/plugins/releases',
  words: ({ release, installation, since }: { release: string; installation: string; since: string }) => ({
    problem: `is ignored by the plugins ${release} that "${installation}" installs`,
    expected: `the plugins ${since}, or no such key`,
    fix: 'install a newer release, or remove the key',
  }),
});

export const PLUGIN_NOT_INSTALLED = new Rule('plugin-not-installed', {
  severity: Severity.ERROR,
  why: 'The container runtime fails with "failed to find plugin … in path" when a pod starts.',
  see: 'https://github.com/k8snetworkplumbingwg/multus-cni/issues/1413',
  words: ({ installer, installed }: { installer: string; installed: readonly string[] }) => ({
    problem: `is needed by the network, and "${installer}" does not install it`,
    expected: `a plugin that it installs: ${quoteList(installed, installed.length)}`,
    fix: "add it to 'plugins' of the installation or leave 'plugins' out there, and take a release that has it as the 'source'",
  }),
});

export const WHEREABOUTS_NOT_INSTALLED = new Rule('whereabouts-not-installed', {
  severity: Severity.WARNING,
  why: 'Without its binary and its CRDs on the cluster, the pod stays in ContainerCreating.',
  see: 'https://github.com/k8snetworkplumbingwg/whereabouts',
  words: () => ({
    problem: 'is needed by the network, and nothing here installs it',
    expected: 'an installation of whereabouts',
    fix: 'install it, or make sure that the cluster has it',
  }),
});

export const DHCP_DAEMON_NOT_INSTALLED = new Rule('dhcp-daemon-not-installed', {
  severity: Severity.WARNING,
  why: 'The plugin asks a daemon on its node, and without one fails with "error dialing DHCP daemon" when the pod starts.',
  see: 'https://www.cni.dev/plugins/current/ipam/dhcp/',
  words: () => ({
    problem: 'needs the daemon of the plugin on every node, and nothing here runs it',
    expected: 'a DaemonSet that runs "dhcp daemon", such as a DhcpDaemonInstall',
    fix: 'add one, or make sure that the nodes run the daemon',
  }),
});

const MULTUS = 'https://github.com/k8snetworkplumbingwg/multus-cni';

export const MULTUS_PROGRAM_MISSING = new Rule('multus-program-missing', {
  severity: Severity.ERROR,
  why: 'The container does not start, and no node gets Multus: Multus 4 has programs of its own instead of a script and a shell, and Multus 3 does not have them.',
  see: `${MULTUS}/issues/1140`,
  words: ({ image, instead }: { image: string; instead: string }) => ({
    problem: `is a program that the image "${image}" does not have`,
    expected: instead,
    fix: 'take the manifest of the release that the image is of',
  }),
});

export const MULTUS_FLAG_UNKNOWN = new Rule('multus-flag-unknown', {
  severity: Severity.ERROR,
  why: 'The program says "flag provided but not defined", or "unknown flag", and ends, again and again: no node gets Multus.',
  see: `${MULTUS}/issues/1129`,
  words: ({ program, expected, fix }: { program: string; expected: string; fix: string }) => ({
    problem: `is not a flag that "${program}" of Multus 4 knows`,
    expected,
    fix,
  }),
});

export const MULTUS_CONFIG_NOT_MOUNTED = new Rule('multus-config-not-mounted', {
  severity: Severity.ERROR,
  why: 'The program does not find its configuration and ends, again and again: no node gets Multus.',
  see: `${MULTUS}/blob/master/docs/thick-plugin.md`,
  words: ({ file, reader }: { file: string; reader: string }) => ({
    problem: `have nothing at "${file}", where ${reader} reads its configuration`,
    expected: 'a volume with the file, of a ConfigMap for instance',
    fix: 'mount it',
  }),
});

export const MULTUS_PATH_NOT_ON_NODE = new Rule('multus-path-not-on-node', {
  severity: Severity.ERROR,
  why: 'The daemon does not find what is on the node, and ends, or puts its configuration or its socket where nobody on the node finds it: no pod gets its networks.',
  see: `${MULTUS}/blob/master/deployments/multus-daemonset-thick.yml`,
  words: ({ daemon }: { daemon: string }) => ({
    problem: `is no path of the node, as "${daemon}" mounts nothing of the node there`,
    expected: 'a path in a hostPath volume, as the container sees it',
    fix: 'write the path at which the folder of the node is mounted, or mount it there',
  }),
});

export const MULTUS_PLUGINS_ELSEWHERE = new Rule('multus-plugins-elsewhere', {
  severity: Severity.ERROR,
  why: 'The daemon runs plugins in the root of the node, by the path that it is told: every pod with networks fails with "failed to find plugin".',
  see: `${MULTUS}/issues/1413`,
  words: ({ daemon, folder }: { daemon: string; folder: string }) => ({
    problem: `is where the daemon looks for plugins on the node, and "${daemon}" mounts another folder there`,
    expected: JSON.stringify(folder),
    fix: `write ${JSON.stringify(folder)} as 'binDir', and mount the folder at the same path`,
  }),
});

export const MULTUS_KUBECONFIG_ELSEWHERE = new Rule('multus-kubeconfig-elsewhere', {
  severity: Severity.ERROR,
  why: 'The plugin on the node does not find the kubeconfig that its configuration names, and no pod on the node starts.',
  see: `${MULTUS}/blob/master/docs/how-to-use.md`,
  words: ({ written, named }: { written: string; named: string }) => ({
    problem: `do not say where the kubeconfig is on the node: it is written to "${written}", and the plugin looks for it at "${named}"`,
    expected: `"--multus-kubeconfig-file-host=${written}"`,
    fix: 'add it',
  }),
});

export const MULTUS_HOST_PATH_MISSING = new Rule('multus-host-path-missing', {
  severity: Severity.ERROR,
  why: 'Multus finds no such folder and ends ("cni-conf-dir is not found"), again and again, or it writes into the container alone: either way the container runtime finds nothing of it, and pods start without their networks.',
  see: `${MULTUS}/blob/master/deployments/multus-daemonset.yml`,
  words: ({ folder, onNode }: { folder: string; onNode: string }) => ({
    problem: `have no folder of the node at "${folder}", where Multus writes`,
    expected: `a hostPath volume there, of "${onNode}" on most nodes`,
    fix: 'mount it',
  }),
});

const NODE_SLICE = 'https://github.com/k8snetworkplumbingwg/whereabouts/blob/master/doc/proposals/fast_ipam_by_node.md';

export const NODE_SLICE_CONTROLLER_MISSING = new Rule('node-slice-controller-missing', {
  severity: Severity.ERROR,
  why: 'Nothing divides the range among the nodes: whereabouts finds no NodeSlicePool, and no pod of the network starts.',
  see: NODE_SLICE,
  words: ({ installer }: { installer: string }) => ({
    problem: `needs the node slice controller, and "${installer}" does not install it`,
    expected: 'an installation with the controller',
    fix: "install the controller ('nodeSliceController' of WhereaboutsInstall), or remove 'node_slice_size'",
  }),
});

export const NODE_SLICE_NAMESPACE = new Rule('node-slice-namespace', {
  severity: Severity.ERROR,
  why: 'The NodeSlicePool is in the namespace of whereabouts and owned by the network: Kubernetes deletes it where its owner is in another one, and the addresses are divided anew.',
  see: 'https://kubernetes.io/docs/concepts/architecture/garbage-collection/#owners-dependents',
  words: ({ namespaces }: { namespaces: readonly string[] }) => ({
    problem: 'is not the namespace of whereabouts, in which a network with node slices must be',
    expected: quoteList(namespaces),
    fix: 'move the network there, and attach pods to it by its namespace and name',
  }),
});
