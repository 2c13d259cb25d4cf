import { isConf } from '../cni/keys';
import {
  INSTALL_NUMBER_RANGE,
  INSTALL_TYPE,
  MULTUS_CONF_NOT_AUTO,
  MULTUS_FILE_NAME_INVALID,
  MULTUS_FLAG_INVALID,
  MULTUS_IMAGE_MISMATCH,
  MULTUS_OPTION_UNUSED,
} from '../diagnostics/install';
import { ImagePullPolicy } from 'cdk8s-plus-27';
import { MultusFeature, MultusRelease, multusImageVersionFaults, multusVersionFaults } from './multus-release';
import {
  affinityFaults,
  booleanFaults,
  choiceFaults,
  fileFaults,
  imageFaults,
  jsonFaults,
  labelFaults,
  labelNameFaults,
  nameFaults,
  nodeCountFaults,
  nodeSelectorFaults,
  objectFaults,
  pullSecretFaults,
  quantityFaults,
  tolerationFaults,
  typeFaults,
} from './prop-checks';
import { Fault } from '../diagnostics/rule';
import { HostPaths } from './host-paths';
import { MultusInstallProps } from './multus-install-props';
import { MultusLogLevel } from './multus-log-level';
import { MultusVariant } from './multus-variant';
import { POD_LABELS } from './multus-daemon-set';
import { confDirOf } from './multus-thick';
import { buildOf, ownReleaseOf } from '../facts/multus-image';
import { multusImage, multusRelease } from './multus-settings';

/** The faults of what `MultusInstall` is told. What depends on more than one value is asked only when each is right by itself. */
export function multusFaults(props: MultusInstallProps): Fault[] {
  const wrongProps = objectFaults('props', props, '{"version":"4.3.0"}');
  const wrongValues = wrongProps.length > 0 ? wrongProps : [...multusValueFaults(props), ...podValueFaults(props), ...partValueFaults(props)];
  return wrongValues.length > 0 ? wrongValues : [...mismatchFaults(props), ...unusedFaults(props)];
}

function multusValueFaults(props: MultusInstallProps): Fault[] {
  return [
    ...choiceFaults('variant', props.variant, Object.values(MultusVariant)),
    ...multusVersionFaults('version', props.version),
    ...typeFaults('hostPaths', props.hostPaths, props.hostPaths instanceof HostPaths, 'a preset such as HostPaths.K3S, or HostPaths.of({…})'),
    ...fileNameFaults('masterCniFileName', props.masterCniFileName),
    ...fileFaults('readinessIndicatorFile', props.readinessIndicatorFile, '/etc/cni/net.d/05-cilium.conflist'),
    ...booleanFaults('namespaceIsolation', props.namespaceIsolation),
    ...itemFaults('globalNamespaces', props.globalNamespaces, '["default"]', labelNameFaults),
    ...itemFaults('defaultNetworks', props.defaultNetworks, '["storage"]', nameFaults),
    ...choiceFaults('logLevel', props.logLevel, Object.values(MultusLogLevel)),
    ...fileFaults('logFile', props.logFile, '/var/log/multus.log'),
    ...numberFaults('connectionLimit', props.connectionLimit, 2 ** 31 - 1),
    ...numberFaults('metricsPort', props.metricsPort, 2 ** 16 - 1),
    ...booleanFaults('refreshKubeconfig', props.refreshKubeconfig),
    ...itemFaults('extraArgs', props.extraArgs, '["--override-network-name=true"]', flagFaults),
    ...jsonFaults('rawDaemonConfig', props.rawDaemonConfig, '{"logToStderr":false}'),
  ];
}

function podValueFaults(props: MultusInstallProps): Fault[] {
  return [
    ...imageFaults('image', props.image, multusImage(MultusVariant.THIN, new MultusRelease())),
    ...multusImageVersionFaults('image', props.image),
    ...choiceFaults('imagePullPolicy', props.imagePullPolicy, Object.values(ImagePullPolicy)),
    ...pullSecretFaults('imagePullSecrets', props.imagePullSecrets),
    ...labelNameFaults('namespace', props.namespace),
    ...quantityFaults('resources', props.resources),
    ...tolerationFaults('tolerations', props.tolerations),
    ...nodeSelectorFaults('nodeSelector', props.nodeSelector),
    ...affinityFaults('affinity', props.affinity),
    ...labelFaults('labels', props.labels, POD_LABELS),
    ...annotationFaults('podAnnotations', props.podAnnotations),
    ...nodeCountFaults('maxUnavailable', props.maxUnavailable),
  ];
}

function partValueFaults(props: MultusInstallProps): Fault[] {
  return [
    ...booleanFaults('patchCilium', props.patchCilium),
    ...objectFaults('ciliumPatch', props.ciliumPatch, '{"namespace":"cilium"}'),
    ...booleanFaults('installCniPlugins', props.installCniPlugins),
    ...objectFaults('cniPlugins', props.cniPlugins, '{"plugins":["ipvlan"]}'),
  ];
}

/** What the name of the image contradicts: of all images whether they are thick, which all who build such call them, of the project's own all that it says. */
function mismatchFaults(props: MultusInstallProps): Fault[] {
  const { image = '', version, variant = MultusVariant.THIN } = props;
  const [build, release, example] = [buildOf(image), ownReleaseOf(image), multusImage(variant, multusRelease(props))];
  const mismatch = (own: string, said: string, fix: string) => [MULTUS_IMAGE_MISMATCH.fault(['image'], image, { own, said, example, fix })];
  return [
    ...variant === MultusVariant.THIN && /thick[^/]*$/.test(image) ? mismatch('the thick variant', 'the thin one', "set 'variant' to MultusVariant.THICK") : [],
    ...variant === MultusVariant.THICK && build && !build.isThick ? mismatch('the thin variant', 'the thick one', "leave 'variant' out") : [],
    ...version !== undefined && release !== undefined && new MultusRelease(version).version !== new MultusRelease(release).version
      ? mismatch(`release ${release}`, `release ${new MultusRelease(version).version}`, "leave 'version' out") : [],
  ];
}

const ONLY: { readonly [V in MultusVariant]: readonly (keyof MultusInstallProps)[] } = {
  [MultusVariant.THIN]: ['refreshKubeconfig', 'extraArgs'],
  [MultusVariant.THICK]: ['defaultNetworks', 'connectionLimit', 'metricsPort', 'rawDaemonConfig'],
};

/** Values that Multus would never see. */
function unusedFaults(props: MultusInstallProps): Fault[] {
  const thick = props.variant === MultusVariant.THICK;
  const [name, other, otherConstant] = thick ? ['thick', MultusVariant.THIN, 'THIN'] as const : ['thin', MultusVariant.THICK, 'THICK'] as const;
  const unused = (key: keyof MultusInstallProps, circumstance: string, needs: string, fix: string) =>
    (props[key] === undefined ? [] : [MULTUS_OPTION_UNUSED.fault([key], props[key], { circumstance, needs, fix: `${fix}, or leave '${key}' out` })]);
  const unusedBefore = (key: keyof MultusInstallProps, feature: MultusFeature) => {
    const release = multusRelease(props);
    return release.has(feature) ? [] : unused(key, `in Multus ${release.version}`, `release "${MultusRelease.since(feature)}" or later`, "raise 'version'");
  };
  const unusedWithout = (key: keyof MultusInstallProps, needed: keyof MultusInstallProps, value: boolean) =>
    (value ? [] : unused(key, `unless '${needed}' is true`, `'${needed}' to be true`, 'set it'));
  return [
    ...ONLY[other].flatMap((key) => unused(key, `with the ${name} variant`, `MultusVariant.${otherConstant}`, "set 'variant' to it")),
    ...thick ? [] : unusedBefore('masterCniFileName', 'thinMasterCniFileName'),
    ...unusedBefore('connectionLimit', 'connectionLimit'),
    ...unusedWithout('globalNamespaces', 'namespaceIsolation', props.namespaceIsolation ?? false),
    ...unusedWithout('ciliumPatch', 'patchCilium', props.patchCilium ?? true),
    ...unusedWithout('cniPlugins', 'installCniPlugins', props.installCniPlugins ?? true),
    ...confFaults(props.rawDaemonConfig?.multusConfigFile),
    ...masterFolderFaults(props),
  ];
}

/** The daemon empties the folder of its socket when it starts, and the networks of the nodes are none of the cluster. */
function masterFolderFaults({ hostPaths, variant, rawDaemonConfig }: MultusInstallProps): Fault[] {
  const folder = hostPaths?.masterCniConfDir ?? '';
  const confDir = confDirOf({ rawDaemonConfig });
  const fault = (expected: string) => [INSTALL_TYPE.fault(['hostPaths', 'masterCniConfDir'], folder, { expected })];
  return variant === MultusVariant.THICK && /^(\/var)?\/run\/multus(\/|$)/.test(folder)
    ? fault('a folder outside of "/run/multus", which the daemon empties when it starts')
    : folder === confDir ? fault(`another folder than "${confDir}", which is for networks of the nodes`) : [];
}

function confFaults(file: unknown): Fault[] {
  return file === undefined || file === 'auto' ? [] : [MULTUS_CONF_NOT_AUTO.fault(['rawDaemonConfig', 'multusConfigFile'], file, {})];
}

/** The faults of a list of texts and of each of them. An empty list says nothing, so something is missing in it. */
function itemFaults(name: string, value: unknown, example: string, faultsOf: (name: string, item: unknown) => Fault[]): Fault[] {
  return Array.isArray(value) && value.length > 0
    ? value.flatMap((item, i) => (typeof item === 'string'
      ? faultsOf(name, item).map((fault) => ({ ...fault, path: [name, i] }))
      : [INSTALL_TYPE.fault([name, i], item, { expected: `a text, in a list such as ${example}` })]))
    : typeFaults(name, value, false, `a list such as ${example}`);
}

function flagFaults(name: string, value: unknown): Fault[] {
  return /^--[a-z][a-z-]*=/.test(String(value)) ? [] : [MULTUS_FLAG_INVALID.fault([name], value, {})];
}

function numberFaults(name: string, value: unknown, most: number): Fault[] {
  const valid = Number.isInteger(value) && (value as number) >= 1 && (value as number) <= most;
  return value === undefined || valid ? [] : [INSTALL_NUMBER_RANGE.fault([name], value, { least: 1, most })];
}

function fileNameFaults(name: string, value: unknown): Fault[] {
  const valid = typeof value === 'string' && /^(?!00-multus\.conf)[^/\s]+\.conf(list)?$/.test(value);
  return value === undefined || valid ? [] : [MULTUS_FILE_NAME_INVALID.fault([name], value, {})];
}

function annotationFaults(name: string, value: unknown): Fault[] {
  return isConf(value)
    ? Object.entries(value).flatMap(([key, text]) => (typeof text === 'string' ? [] : [INSTALL_TYPE.fault([name, key], text, { expected: 'a text' })]))
    : objectFaults(name, value, '{"example.com/owner":"network"}');
}
