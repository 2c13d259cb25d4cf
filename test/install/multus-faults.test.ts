import { App, Chart } from 'cdk8s';
import { HostPaths } from '../../lib/install/host-paths';
import { MultusInstall } from '../../lib/install/multus-install';
import { MultusInstallProps } from '../../lib/install/multus-install-props';
import { MultusVariant } from '../../lib/install/multus-variant';
import { k8s } from 'cdk8s-plus-27';

const THICK = { variant: MultusVariant.THICK };
const install = (props: unknown) => new MultusInstall(new Chart(new App(), 'install'), 'multus', props as any);

/** The text of INSTALL_TYPE. */
const wrongType = (property: string, got: string, expected: string) =>
  `install-type '${property}' has a wrong value: got ${got}; expected ${expected}; pass such a value, or leave the property out`;

const OWN = 'ghcr.io/k8snetworkplumbingwg/multus-cni';

const unused = (property: string, circumstance: string, got: string, needs: string, fix: string) =>
  `multus-option-unused '${property}' has no effect ${circumstance}: got ${got}; expected ${needs}; ${fix}, or leave '${property}' out`;

const NOT_A_NAME = 'is not a name of a Kubernetes object';
const NAME_EXPECTED = 'expected lower case letters, digits and hyphens, such as "kube-system"; write the name as kubectl prints it';
const FILE_NAME_EXPECTED = 'expected a file name without a folder that ends in ".conf" or ".conflist" and is not Multus\'s own, such as "05-cilium.conflist"; '
  + "write the name as it is in the node's CNI configuration folder";

describe('a value that is wrong by itself', () => {
  test.each<[unknown, string]>([
    [null, wrongType('props', 'null', 'an object such as {"version":"4.3.0"}')],
    ['thick', wrongType('props', '"thick"', 'an object such as {"version":"4.3.0"}')],
    [{ variant: 'thik' }, wrongType('variant', '"thik"', 'one of "thin", "thick"')],
    [{ version: '3.9.3' }, 'multus-version-unsupported \'version\' is not a release of Multus that can be installed: got "3.9.3"; '
      + 'expected a release from "4.0.0" on, below "5.0.0", such as "4.3.0"; write the three numbers of the release'],
    [{ image: 'my image' }, 'install-image-invalid \'image\' is not the name of an image: got "my image"; '
      + 'expected a name without blanks, such as "ghcr.io/k8snetworkplumbingwg/multus-cni:v4.3.0"; write the image as you would pull it, with its tag or digest'],
    [{ image: `${OWN}:v3.9.3` }, `multus-version-unsupported 'image' is not a release of Multus that can be installed: got "${OWN}:v3.9.3"; `
      + 'expected a release from "4.0.0" on, below "5.0.0", such as "4.3.0"; take the image of such a release'],
    [{ imagePullPolicy: 'always' }, wrongType('imagePullPolicy', '"always"', 'one of "Always", "IfNotPresent", "Never"')],
    [{ imagePullSecrets: ['registry'] }, wrongType('imagePullSecrets[0]', '"registry"', 'an object, in a list such as [{"name":"registry"}]')],
    [{ namespace: 'Kube_System' }, `install-name-invalid 'namespace' ${NOT_A_NAME}: got "Kube_System"; ${NAME_EXPECTED}`],
    [{ hostPaths: { cniBinDir: '/x' } }, wrongType('hostPaths', '{"cniBinDir":"/x"}', 'a preset such as HostPaths.K3S, or HostPaths.of({…})')],
    [{ masterCniFileName: '/etc/cni/net.d/05-cilium.conflist' }, 'multus-file-name-invalid \'masterCniFileName\' is not the name of a CNI configuration file: '
      + `got "/etc/cni/net.d/05-cilium.conflist"; ${FILE_NAME_EXPECTED}`],
    [{ masterCniFileName: '00-multus.conf' }, 'multus-file-name-invalid \'masterCniFileName\' is not the name of a CNI configuration file: '
      + `got "00-multus.conf"; ${FILE_NAME_EXPECTED}`],
    [{ readinessIndicatorFile: '05-cilium.conflist' }, 'install-file-invalid \'readinessIndicatorFile\' is not the absolute path of a file in a folder: '
      + 'got "05-cilium.conflist"; expected a path that begins with "/" and has no "..", such as "/etc/cni/net.d/05-cilium.conflist"; '
      + 'write the whole path of the file as it is on the nodes'],
    [{ logFile: '/multus.log' }, 'install-file-invalid \'logFile\' is not the absolute path of a file in a folder: got "/multus.log"; '
      + 'expected a path that begins with "/" and has no "..", such as "/var/log/multus.log"; write the whole path of the file as it is on the nodes'],
    [{ namespaceIsolation: 'true' }, wrongType('namespaceIsolation', '"true"', 'true or false')],
    [{ globalNamespaces: 'default' }, wrongType('globalNamespaces', '"default"', 'a list such as ["default"]')],
    [{ globalNamespaces: [] }, wrongType('globalNamespaces', '[]', 'a list such as ["default"]')],
    [{ globalNamespaces: ['default', 'a,b'] }, `install-name-invalid 'globalNamespaces[1]' ${NOT_A_NAME}: got "a,b"; ${NAME_EXPECTED}`],
    [{ defaultNetworks: ['A'] }, `install-name-invalid 'defaultNetworks[0]' ${NOT_A_NAME}: got "A"; ${NAME_EXPECTED}`],
    [{ defaultNetworks: [1] }, wrongType('defaultNetworks[0]', '1', 'a text, in a list such as ["storage"]')],
    [{ logLevel: 'info' }, wrongType('logLevel', '"info"', 'one of "debug", "verbose", "error", "panic"')],
    [{ connectionLimit: 0 }, 'install-number-range \'connectionLimit\' is out of range: got 0; expected a whole number from 1 to 2147483647; write a number in this range'],
    [{ metricsPort: 65536 }, 'install-number-range \'metricsPort\' is out of range: got 65536; expected a whole number from 1 to 65535; write a number in this range'],
    [{ refreshKubeconfig: 1 }, wrongType('refreshKubeconfig', '1', 'true or false')],
    [{ extraArgs: ['--override-network-name', 'true'] }, 'multus-flag-invalid \'extraArgs[0]\' is not a flag with its value: got "--override-network-name"; '
      + 'expected one text for both, such as "--override-network-name=true"; join the flag and its value by "="'],
    [{ rawDaemonConfig: '{}' }, wrongType('rawDaemonConfig', '"{}"', 'an object such as {"logToStderr":false}')],
    [{ resources: { limits: { memory: '256Mi' } } }, wrongType('resources.limits.memory', '"256Mi"', 'k8s.Quantity.fromString("128Mi") or k8s.Quantity.fromNumber(1)')],
    [{ resources: 1 }, wrongType('resources', '1', 'an object such as {"limits":{"memory":k8s.Quantity.fromString("128Mi")}}')],
    [{ tolerations: 'all' }, wrongType('tolerations', '"all"', 'a list such as [{"operator":"Exists"}]')],
    [{ nodeSelector: { zone: 'a b' } }, 'install-label-invalid \'nodeSelector\' has an entry that is not a label: got {"zone":"a b"}; expected a key and a value of letters, digits, '
      + '"-", "_" and ".", each at most 63 long, such as {"team":"network"}; write it in this form'],
    [{ affinity: [] }, wrongType('affinity', '[]', 'an object such as {"nodeAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":{"nodeSelectorTerms":[{…}]}}}')],
    [{ labels: { name: 'mine' } }, 'install-label-reserved \'labels\' has a label that the construct sets itself: got {"name":"mine"}; '
      + 'expected no other value than "multus" for this key; take another key, or leave it out'],
    [{ podAnnotations: { 'example.com/a': true } }, wrongType('podAnnotations.example.com/a', 'true', 'a text')],
    [{ maxUnavailable: 1 }, wrongType('maxUnavailable', '1',
      'k8s.IntOrString.fromNumber(…) of at least 1, or k8s.IntOrString.fromString("…%") of "1%" to "100%"')],
    [{ patchCilium: 'no' }, wrongType('patchCilium', '"no"', 'true or false')],
    [{ ciliumPatch: false }, wrongType('ciliumPatch', 'false', 'an object such as {"namespace":"cilium"}')],
    [{ installCniPlugins: null }, wrongType('installCniPlugins', 'null', 'true or false')],
    [{ cniPlugins: [] }, wrongType('cniPlugins', '[]', 'an object such as {"plugins":["ipvlan"]}')],
  ])('fails for %j', (props, message) => {
    expect(() => install(props)).toThrow(new Error(`[install/multus] ${message}`));
  });

  test.each([
    k8s.IntOrString.fromNumber(0), k8s.IntOrString.fromNumber(1.5), k8s.IntOrString.fromString('0%'), k8s.IntOrString.fromString('101%'), k8s.IntOrString.fromString('1'),
  ])('fails for maxUnavailable %j', (maxUnavailable) => {
    expect(() => install({ maxUnavailable })).toThrow("[install/multus] install-type 'maxUnavailable' has a wrong value: got ");
  });

  test.each([
    { connectionLimit: 1, version: '4.3.0', ...THICK },
    { metricsPort: 1, ...THICK },
    { metricsPort: 65535, ...THICK },
    { maxUnavailable: k8s.IntOrString.fromNumber(1) },
    { maxUnavailable: k8s.IntOrString.fromString('100%') },
    { labels: { name: 'multus', team: 'network' } },
    { masterCniFileName: '10-calico.conf' },
    { hostPaths: HostPaths.K3S },
    { rawDaemonConfig: { multusConfigFile: 'auto' }, ...THICK },
  ])('is right at the limit: %j', (props) => {
    expect(() => install(props)).not.toThrow();
  });
});

describe('an image', () => {
  const mismatch = (image: string, own: string, said: string, example: string, fix: string) =>
    `[install/multus] multus-image-mismatch 'image' is an image of ${own}, and the manifest is for ${said}: got "${image}"; expected an image such as "${OWN}:${example}"; ${fix}, or take another image`;
  const [toThick, toThin] = ["set 'variant' to MultusVariant.THICK", "leave 'variant' out"];

  test.each<[MultusInstallProps & { image: string }, string, string, string, string]>([
    [{ image: `${OWN}:v4.3.0-thick` }, 'the thick variant', 'the thin one', 'v4.3.0', toThick],
    [{ image: `${OWN}:v4.1.0-thick` }, 'the thick variant', 'the thin one', 'v4.1.0', toThick],
    [{ image: 'registry.example.com/multus:1-thick', version: '4.2.4' }, 'the thick variant', 'the thin one', 'v4.2.4', toThick],
    [{ image: 'rancher/hardened-multus-thick:v4.2.4-build20260310' }, 'the thick variant', 'the thin one', 'v4.3.0', toThick],
    [{ image: `${OWN}:v4.3.0`, ...THICK }, 'the thin variant', 'the thick one', 'v4.3.0-thick', toThin],
    [{ image: `${OWN}:stable`, ...THICK }, 'the thin variant', 'the thick one', 'v4.3.0-thick', toThin],
    [{ image: `${OWN}:v4.3.0`, version: '4.1.0' }, 'release 4.3.0', 'release 4.1.0', 'v4.1.0', "leave 'version' out"],
    [{ image: 'mirror/k8snetworkplumbingwg/multus-cni:v4.2.4-thick@sha256:0', version: 'v4.3.0', ...THICK }, 'release 4.2.4', 'release 4.3.0', 'v4.3.0-thick', "leave 'version' out"],
  ])('fails where it is not what the manifest is for: %j', (props, own, said, example, fix) => {
    expect(() => install(props)).toThrow(new Error(mismatch(props.image, own, said, example, fix)));
  });

  test.each<[MultusInstallProps]>([
    [{ image: `${OWN}:v4.3.0-debug` }], [{ image: `${OWN}:v4.1.0`, version: 'v4.1.0' }], [{ image: `${OWN}@sha256:0`, ...THICK, version: '4.1.0' }],
    // whoever builds images of their own numbers and names them as they like
    [{ image: 'registry.example.com/multus-cni:v4.3.0', ...THICK }], [{ image: 'registry.example.com/multus-cni:v3.0.1' }],
    [{ image: 'registry.example.com/multus:v4.3.0', version: '4.1.0' }], [{ image: 'thick.example.com/multus:v4.3.0' }],
  ])('passes where it may be what the manifest is for: %j', (props) => {
    expect(() => install(props)).not.toThrow();
  });

  test('of the project itself says which release it is', () => {
    expect(() => install({ image: `${OWN}:v4.2.4-thick`, ...THICK, connectionLimit: 5 })).toThrow(new Error(
      `[install/multus] ${unused('connectionLimit', 'in Multus 4.2.4', '5', 'release "4.3.0" or later', "raise 'version'")}`));
    expect(() => install({ image: 'registry.example.com/multus-cni:v4.2.4-thick', ...THICK, connectionLimit: 5 })).not.toThrow();
  });
});

test.each(['/run/multus', '/var/run/multus/cni/net.d'])('the daemon would empty %s', (masterCniConfDir) => {
  const hostPaths = HostPaths.of({ masterCniConfDir });
  expect(() => install({ ...THICK, hostPaths })).toThrow(new Error('[install/multus] '
    + wrongType('hostPaths.masterCniConfDir', JSON.stringify(masterCniConfDir), 'a folder outside of "/run/multus", which the daemon empties when it starts')));
  expect(() => install({ hostPaths })).not.toThrow();
});

test.each(['/etc/cni/multus/net.d', '/etc/cni/multus/net.d/'])('%s is for networks of the nodes', (masterCniConfDir) => {
  const hostPaths = HostPaths.of({ masterCniConfDir });
  const message = wrongType('hostPaths.masterCniConfDir', '"/etc/cni/multus/net.d"', 'another folder than "/etc/cni/multus/net.d", which is for networks of the nodes');
  expect(() => install({ hostPaths })).toThrow(new Error(`[install/multus] ${message}`));
  expect(() => install({ ...THICK, hostPaths })).toThrow(new Error(`[install/multus] ${message}`));
  expect(() => install({ ...THICK, hostPaths, rawDaemonConfig: { confDir: '/etc/multus' } })).not.toThrow();
});

describe('a value that Multus would never see', () => {
  test.each<[object, string]>([
    [{ defaultNetworks: ['storage'] }, unused('defaultNetworks', 'with the thin variant', '["storage"]', 'MultusVariant.THICK', "set 'variant' to it")],
    [{ connectionLimit: 5 }, unused('connectionLimit', 'with the thin variant', '5', 'MultusVariant.THICK', "set 'variant' to it")],
    [{ metricsPort: 9091 }, unused('metricsPort', 'with the thin variant', '9091', 'MultusVariant.THICK', "set 'variant' to it")],
    [{ rawDaemonConfig: {} }, unused('rawDaemonConfig', 'with the thin variant', '{}', 'MultusVariant.THICK', "set 'variant' to it")],
    [{ ...THICK, refreshKubeconfig: true }, unused('refreshKubeconfig', 'with the thick variant', 'true', 'MultusVariant.THIN', "set 'variant' to it")],
    [{ ...THICK, extraArgs: ['--cni-version=1.0.0'] }, unused('extraArgs', 'with the thick variant', '["--cni-version=1.0.0"]', 'MultusVariant.THIN', "set 'variant' to it")],
    [{ ...THICK, version: '4.2.4', connectionLimit: 5 }, unused('connectionLimit', 'in Multus 4.2.4', '5', 'release "4.3.0" or later', "raise 'version'")],
    [{ version: 'v4.0.2', masterCniFileName: 'a.conf' },
      unused('masterCniFileName', 'in Multus 4.0.2', '"a.conf"', 'release "4.1.0" or later', "raise 'version'")],
    [{ globalNamespaces: ['default'] },
      unused('globalNamespaces', "unless 'namespaceIsolation' is true", '["default"]', "'namespaceIsolation' to be true", 'set it')],
    [{ patchCilium: false, ciliumPatch: {} }, unused('ciliumPatch', "unless 'patchCilium' is true", '{}', "'patchCilium' to be true", 'set it')],
    [{ installCniPlugins: false, cniPlugins: {} },
      unused('cniPlugins', "unless 'installCniPlugins' is true", '{}', "'installCniPlugins' to be true", 'set it')],
  ])('fails for %j', (props, message) => {
    expect(() => install(props)).toThrow(new Error(`[install/multus] ${message}`));
  });

  test('the thick variant obeys masterCniFileName in every release', () => {
    expect(() => install({ ...THICK, version: '4.0.0', masterCniFileName: 'a.conf' })).not.toThrow();
  });

  test('fails for a configuration file that would make the daemon exit', () => {
    expect(() => install({ ...THICK, rawDaemonConfig: { multusConfigFile: '/etc/cni/net.d/00-mine.conf' } })).toThrow(new Error(
      '[install/multus] multus-conf-not-auto \'rawDaemonConfig.multusConfigFile\' makes the daemon exit as soon as it has started: '
      + 'got "/etc/cni/net.d/00-mine.conf"; expected "auto"; write "auto"; what the file would say goes into the configuration of the daemon itself',
    ));
  });
});
