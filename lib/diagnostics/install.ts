import { Rule, Severity, quoteList } from './rule';

// What an installing construct is given: CiliumPatch, CniPluginsInstall and their sources.

const NAMES = 'https://kubernetes.io/docs/concepts/overview/working-with-objects/names/';
const RELEASES = 'https://github.com/containernetworking/plugins/releases';

export const INSTALL_TYPE = new Rule('install-type', {
  severity: Severity.ERROR,
  why: 'The manifest would carry a value that Kubernetes refuses, or none at all.',
  words: ({ expected }: { expected: string }) => ({
    problem: 'has a wrong value',
    expected,
    fix: 'pass such a value, or leave the property out',
  }),
});

export const INSTALL_NAME_INVALID = new Rule('install-name-invalid', {
  severity: Severity.ERROR,
  why: 'Kubernetes refuses the object.',
  see: NAMES,
  words: () => ({
    problem: 'is not a name of a Kubernetes object',
    expected: 'lower case letters, digits and hyphens, such as "kube-system"',
    fix: 'write the name as kubectl prints it',
  }),
});

export const INSTALL_LABEL_INVALID = new Rule('install-label-invalid', {
  severity: Severity.ERROR,
  why: 'Kubernetes refuses the object.',
  see: 'https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/',
  words: () => ({
    problem: 'has an entry that is not a label',
    expected: 'a key and a value of letters, digits, "-", "_" and ".", each at most 63 long, such as {"team":"network"}',
    fix: 'write it in this form',
  }),
});

export const INSTALL_LABEL_RESERVED = new Rule('install-label-reserved', {
  severity: Severity.ERROR,
  why: 'The selector of the workload would not find its own pods, or its pods would be on nodes that cannot run them.',
  words: ({ own }: { own: string }) => ({
    problem: 'has a label that the construct sets itself',
    expected: `no other value than "${own}" for this key`,
    fix: 'take another key, or leave it out',
  }),
});

export const INSTALL_IMAGE_INVALID = new Rule('install-image-invalid', {
  severity: Severity.ERROR,
  why: 'The pod stays in InvalidImageName.',
  see: 'https://kubernetes.io/docs/concepts/containers/images/',
  words: ({ example }: { example: string }) => ({
    problem: 'is not the name of an image',
    expected: `a name without blanks, such as "${example}"`,
    fix: 'write the image as you would pull it, with its tag or digest',
  }),
});

export const INSTALL_SECONDS_RANGE = new Rule('install-seconds-range', {
  severity: Severity.ERROR,
  why: 'Kubernetes refuses the object, or the work ends before it began.',
  words: ({ least, most }: { least: number; most: number }) => ({
    problem: 'is out of range',
    expected: `a whole number of seconds from ${least} to ${most}`,
    fix: 'write a number in this range',
  }),
});

export const INSTALL_PATH_INVALID = new Rule('install-path-invalid', {
  severity: Severity.ERROR,
  why: 'Kubernetes refuses a path that is not absolute or goes upwards, and the container runtime looks for plugins elsewhere.',
  words: () => ({
    problem: 'is not an absolute path',
    expected: 'a path that begins with "/" and has no "..", such as "/opt/cni/bin"',
    fix: 'write the whole path of the directory',
  }),
});

export const INSTALL_ENV_INVALID = new Rule('install-env-invalid', {
  severity: Severity.ERROR,
  why: 'Kubernetes refuses the variable, or the script is told something else than the construct means.',
  words: ({ own }: { own: readonly string[] }) => ({
    problem: 'has a variable that cannot be set',
    expected: `a name of letters, digits and "_" that is none of ${own.join(', ')}, and a text as its value, such as {"HTTPS_PROXY":"http://10.0.0.1:3128"}`,
    fix: 'correct the name, or leave the variable out',
  }),
});

export const INSTALL_IMAGE_TWICE = new Rule('install-image-twice', {
  severity: Severity.ERROR,
  why: 'The container that holds the plugins is the one that copies them, so a second image would never run.',
  words: ({ source }: { source: string }) => ({
    problem: `is a second image beside the source's "${source}"`,
    expected: 'one image',
    fix: "leave 'image' out",
  }),
});

export const PROXY_NEEDS_CURL = new Rule('proxy-needs-curl', {
  severity: Severity.ERROR,
  why: 'The download fails: wget of busybox, which the default image has, cannot reach an https address through a proxy.',
  words: ({ image, example }: { image: string; example: string }) => ({
    problem: `is a proxy that wget in the default image "${image}" cannot use for https`,
    expected: "an 'image' that has curl",
    fix: `set 'image' to "${example}", or to an image of yours with curl`,
  }),
});

export const PLUGIN_NOT_IN_RELEASE = new Rule('plugin-not-in-release', {
  severity: Severity.ERROR,
  why: 'The installation would fail on every node, because the archive does not have the plugin.',
  see: RELEASES,
  words: ({ version, known, since }: { version: string; known: readonly string[]; since?: string }) => ({
    problem: `is not a plugin of release ${version}`,
    expected: quoteList(known, known.length),
    fix: since ? `take release ${since} or later as the source` : 'leave it out: what is not in the release is installed by its own project',
  }),
});

export const PLUGIN_NAME_INVALID = new Rule('plugin-name-invalid', {
  severity: Severity.ERROR,
  why: 'A CNI plugin is found by its file name.',
  words: () => ({
    problem: 'is not the name of a plugin',
    expected: 'a file name of letters, digits, "-", "_" and ".", such as "ipvlan"',
    fix: 'write the name as in the "type" of a CNI configuration',
  }),
});

export const RELEASE_VERSION_INVALID = new Rule('release-version-invalid', {
  severity: Severity.ERROR,
  why: 'There is no archive of that name to download.',
  see: RELEASES,
  words: () => ({
    problem: 'is not a release of the CNI plugins',
    expected: 'a release from "v0.8.0" on, such as "v1.9.1"',
    fix: 'write the tag as the project writes it',
  }),
});

export const CHECKSUM_UNKNOWN = new Rule('checksum-unknown', {
  severity: Severity.ERROR,
  why: 'The installation never unpacks what it cannot check.',
  see: RELEASES,
  words: ({ version, known }: { version: string; known: readonly string[] }) => ({
    problem: `has no checksum for release ${version}`,
    expected: `a SHA-256 for each architecture of the nodes, such as {"amd64":"<64 hexadecimal digits>"}, or one of the versions ${quoteList(known)}`,
    fix: `copy the sums from the .sha256 files of release ${version}`,
  }),
});

export const CHECKSUM_INVALID = new Rule('checksum-invalid', {
  severity: Severity.ERROR,
  why: 'No archive would ever have this checksum.',
  words: () => ({
    problem: 'is not a SHA-256 checksum',
    expected: '64 hexadecimal digits',
    fix: 'copy the first word of the .sha256 file',
  }),
});

export const ARCHITECTURE_UNKNOWN = new Rule('architecture-unknown', {
  severity: Severity.ERROR,
  why: 'No node would ever use this checksum.',
  see: RELEASES,
  words: ({ known }: { known: readonly string[] }) => ({
    problem: 'has a key that is not an architecture of the release',
    expected: quoteList(known, known.length),
    fix: 'write the architecture as in the name of the archive',
  }),
});

export const MIRROR_INVALID = new Rule('mirror-invalid', {
  severity: Severity.ERROR,
  why: 'The download would fail on every node, or everyone who may see the DaemonSet would see a password.',
  words: ({ hasPassword = false }: { hasPassword?: boolean }) => (hasPassword ? {
    problem: 'has a user or a password in it',
    expected: 'the address of a mirror that asks for none, such as "https://mirror.example.com/cni-plugins"',
    fix: "take such a mirror, or an image of a private registry: CniPluginsSource.image(…), and 'imagePullSecrets' of the installation",
  } : {
    problem: 'is not the address of a mirror',
    expected: 'an http or https address without a query, such as "https://mirror.example.com/cni-plugins"',
    fix: 'give the part of the address that stands before "/v1.9.1/cni-plugins-linux-amd64-v1.9.1.tgz"',
  }),
});

// What MultusInstall is given.

const MULTUS = 'https://github.com/k8snetworkplumbingwg/multus-cni';

export const MULTUS_VERSION_UNSUPPORTED = new Rule('multus-version-unsupported', {
  severity: Severity.ERROR,
  why: 'The manifest must match the image: Multus 3 has neither the commands nor the configuration that the manifest uses.',
  see: `${MULTUS}/releases`,
  words: ({ newest, fix = 'write the three numbers of the release' }: { newest: string; fix?: string }) => ({
    problem: 'is not a release of Multus that can be installed',
    expected: `a release from "4.0.0" on, below "5.0.0", such as "${newest}"`,
    fix,
  }),
});

export const MULTUS_IMAGE_MISMATCH = new Rule('multus-image-mismatch', {
  severity: Severity.ERROR,
  why: 'The manifest must match the image: each variant has programs of its own, and not every release knows what the manifest says.',
  see: `${MULTUS}/releases`,
  words: ({ own, said, example, fix }: { own: string; said: string; example: string; fix: string }) => ({
    problem: `is an image of ${own}, and the manifest is for ${said}`,
    expected: `an image such as "${example}"`,
    fix: `${fix}, or take another image`,
  }),
});

export const MULTUS_OPTION_UNUSED = new Rule('multus-option-unused', {
  severity: Severity.ERROR,
  why: 'Multus would never see the value, and would behave as if it had not been given.',
  words: ({ circumstance, needs, fix }: { circumstance: string; needs: string; fix: string }) => ({
    problem: `has no effect ${circumstance}`,
    expected: needs,
    fix,
  }),
});

export const MULTUS_CONF_NOT_AUTO = new Rule('multus-conf-not-auto', {
  severity: Severity.ERROR,
  why: 'With a file instead of "auto" the daemon copies it, has nothing more to do and exits, again and again.',
  see: `${MULTUS}/issues/1366`,
  words: () => ({
    problem: 'makes the daemon exit as soon as it has started',
    expected: '"auto"',
    fix: 'write "auto"; what the file would say goes into the configuration of the daemon itself',
  }),
});

export const MULTUS_MEMORY_LOW = new Rule('multus-memory-low', {
  severity: Severity.WARNING,
  why: 'The daemon is killed for lack of memory when many pods start at once, and no pod on the node can start meanwhile.',
  see: `${MULTUS}/issues/1346`,
  words: ({ most, enough }: { most: string; enough: string }) => ({
    problem: 'is a memory limit that the Multus daemon outgrows',
    expected: `more than "${most}"`,
    fix: `set it to "${enough}", or leave 'resources' out`,
  }),
});

export const MULTUS_FILE_NAME_INVALID = new Rule('multus-file-name-invalid', {
  severity: Severity.ERROR,
  why: 'Multus finds no configuration of the cluster network and does not start.',
  see: `${MULTUS}/blob/master/docs/how-to-use.md`,
  words: () => ({
    problem: 'is not the name of a CNI configuration file',
    expected: 'a file name without a folder that ends in ".conf" or ".conflist" and is not Multus\'s own, such as "05-cilium.conflist"',
    fix: "write the name as it is in the node's CNI configuration folder",
  }),
});

export const MULTUS_FLAG_INVALID = new Rule('multus-flag-invalid', {
  severity: Severity.ERROR,
  why: 'Multus does not start with an argument that it does not understand.',
  see: `${MULTUS}/blob/master/docs/how-to-use.md`,
  words: () => ({
    problem: 'is not a flag with its value',
    expected: 'one text for both, such as "--override-network-name=true"',
    fix: 'join the flag and its value by "="',
  }),
});

export const INSTALL_NUMBER_RANGE = new Rule('install-number-range', {
  severity: Severity.ERROR,
  why: 'The program that is given the number does not start.',
  words: ({ least, most }: { least: number; most: number }) => ({
    problem: 'is out of range',
    expected: `a whole number from ${least} to ${most}`,
    fix: 'write a number in this range',
  }),
});

export const INSTALL_FILE_INVALID = new Rule('install-file-invalid', {
  severity: Severity.ERROR,
  why: 'Nothing would ever read or write the file that is meant.',
  words: ({ example }: { example: string }) => ({
    problem: 'is not the absolute path of a file in a folder',
    expected: `a path that begins with "/" and has no "..", such as "${example}"`,
    fix: 'write the whole path of the file as it is on the nodes',
  }),
});

export const CRON_EXPRESSION_INVALID = new Rule('cron-expression-invalid', {
  severity: Severity.ERROR,
  why: 'The reconciler does not start, and addresses of pods that are gone are never free again.',
  see: 'https://github.com/k8snetworkplumbingwg/whereabouts/blob/master/doc/extended-configuration.md',
  words: () => ({
    problem: 'is not a cron expression',
    expected: 'minute, hour, day of the month, month and day of the week, such as "30 4 * * *" for half past four every day',
    fix: 'write the five fields with one blank between them',
  }),
});

export const IMAGE_TAG_MOVES = new Rule('image-tag-moves', {
  severity: Severity.WARNING,
  why: 'Nodes that pull the image at different times run different versions, which the rest of the manifest may not fit.',
  see: 'https://kubernetes.io/docs/concepts/containers/images/#image-names',
  words: ({ example }: { example: string }) => ({
    problem: 'is an image that changes under its name',
    expected: `the tag of a release or a digest, such as "${example}"`,
    fix: 'pin the release',
  }),
});
