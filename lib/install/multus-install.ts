import { ApiObject } from 'cdk8s';
import { DAEMON_CONFIG_FILE, DAEMON_CONFIG_MAP, confDirOf, daemonConfig, thickPod } from './multus-thick';
import { refuse } from '../diagnostics/rule';
import { LABELS, multusDaemonSet } from './multus-daemon-set';
import { MultusSettings, multusImage, multusSettings } from './multus-settings';
import { daemonMemoryFaults, imageTagFaults, releaseIn } from '../facts/installation-faults';
import { AppFacts, InstallationFact, acknowledgementsOf } from '../facts';
import { entryPointFlagFaults } from '../facts/multus-flags';
import { isOlder } from '../cni/cni-version';
import { CiliumPatch } from './cilium-patch';
import { CniPluginsInstall } from './cni-plugins-install';
import { Construct } from 'constructs';
import { MultusInstallProps } from './multus-install-props';
import { MultusVariant } from './multus-variant';
import { checkAtSynth } from '../rules/check-at-synth';
import { clusterScoped } from './cluster-scoped';
import { crds } from './asset';
import { k8s } from 'cdk8s-plus-27';
import { multusFaults } from './multus-faults';
import { nodesOfPod } from '../nodes/pod-nodes';
import { thinPod } from './multus-thin';

/** Upstream's name of the ClusterRole, its binding and the service account. */
const NAME = 'multus';

/**
 * Multus on every Linux node, with what it needs beside it: Cilium made to tolerate it, and the CNI plugins of the networks.
 *
 * Its objects have the names of upstream's quick-start manifest, so applying it over such an installation takes that over. (A
 * ConfigMap `multus-cni-config` is left over from a thin one: nothing reads it.)
 *
 * Deleting it leaves `00-multus.conf`, or `00-multus.conflist`, and `multus.d` in the CNI configuration folder of each node. Delete them there: with
 * them, and without the service account, no pod can start on the node.
 *
 * Put it in a chart of its own: networks can be created only once the API server has established the CRD, and `kubectl apply` does
 * not wait for that.
 *
 * @see https://github.com/k8snetworkplumbingwg/multus-cni
 */
export class MultusInstall extends Construct {
  /** The CustomResourceDefinition of networks. */
  public readonly crd: ApiObject;
  /** What Multus may do in the cluster. */
  public readonly clusterRole: k8s.KubeClusterRole;
  /** What gives the service account the rights of `clusterRole`. */
  public readonly clusterRoleBinding: k8s.KubeClusterRoleBinding;
  /** Who Multus is in the cluster. */
  public readonly serviceAccount: k8s.KubeServiceAccount;
  /** The configuration of the daemon; undefined for thin, which has none. */
  public readonly configMap?: k8s.KubeConfigMap;
  /** The Job that makes Cilium tolerate Multus; undefined with `patchCilium: false`. */
  public readonly ciliumPatch?: CiliumPatch;
  /** What puts the CNI plugins on the nodes; undefined with `installCniPlugins: false`. */
  public readonly cniPlugins?: CniPluginsInstall;
  /** What runs Multus on every node. */
  public readonly daemonSet: k8s.KubeDaemonSet;

  private readonly settings: MultusSettings;

  /**
   * @throws when a property has the wrong type, is not valid, or has no effect with the variant or in the version
   */
  constructor(scope: Construct, id: string, props: MultusInstallProps = {}) {
    super(scope, id);
    refuse(this.node.path, multusFaults(props));
    this.settings = multusSettings(props);
    const { namespace, variant, hostPaths } = this.settings;
    const thick = variant === MultusVariant.THICK;

    this.crd = clusterScoped(new ApiObject(this, 'Crd', crds('network-attachment-definition')[0]));
    this.clusterRole = clusterScoped(new k8s.KubeClusterRole(this, 'ClusterRole', { metadata: { name: NAME }, rules: rules(this.settings) }));
    this.clusterRoleBinding = clusterScoped(new k8s.KubeClusterRoleBinding(this, 'ClusterRoleBinding', {
      metadata: { name: NAME },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: NAME },
      subjects: [{ kind: 'ServiceAccount', name: NAME, namespace }],
    }));
    this.serviceAccount = new k8s.KubeServiceAccount(this, 'ServiceAccount', { metadata: { name: NAME, namespace } });
    if (thick) {
      this.configMap = new k8s.KubeConfigMap(this, 'ConfigMap', {
        metadata: { name: DAEMON_CONFIG_MAP, namespace, labels: LABELS },
        data: { [DAEMON_CONFIG_FILE]: daemonConfig(this.settings) },
      });
    }
    if (props.patchCilium ?? true) {
      this.ciliumPatch = new CiliumPatch(this, 'CiliumPatch', { multusNamespace: namespace, ...props.ciliumPatch });
    }
    if (props.installCniPlugins ?? true) {
      this.cniPlugins = new CniPluginsInstall(this, 'CniPlugins', { namespace, cniBinDir: hostPaths.cniBinDir, ...props.cniPlugins });
    }
    this.daemonSet = new k8s.KubeDaemonSet(this, 'Resource', multusDaemonSet(this.settings, (thick ? thickPod : thinPod)(this.settings)));
    AppFacts.of(this).addInstallation(this);
    checkAtSynth(this);
  }

  /**
   * What is legal in the installation and usually not meant, and what it means for the networks.
   *
   * @internal
   */
  public _installationFact(): InstallationFact {
    const { image, variant, release, resources, namespace, hostPaths, namespaceIsolation, globalNamespaces, extraArgs = [] } = this.settings;
    return {
      subject: { kind: 'DaemonSet', namespace, name: this.daemonSet.name, construct: this, ...acknowledgementsOf(this.daemonSet.metadata) },
      faults: [
        ...imageTagFaults(['image'], image, multusImage(variant, release)),
        // later releases may know others
        ...isOlder(release.version, '4.4.0') ? extraArgs.flatMap((flag, i) => entryPointFlagFaults(flag, ['extraArgs', i])) : [],
        ...variant === MultusVariant.THICK ? daemonMemoryFaults(['resources', 'limits', 'memory'], resources?.limits?.memory?.value) : [],
      ],
      isWhole: true,
      binDir: { path: ['hostPaths', 'cniBinDir'], folder: hostPaths.cniBinDir, nodes: nodesOfPod(this.settings) },
      isMultus: true,
      multusVersion: releaseIn(image) ?? release.version,
      confDir: confDirOf(this.settings),
      isWhereabouts: false,
      ...hostPaths.masterCniConfDir !== hostPaths.cniConfDir && { isApart: true },
      ...namespaceIsolation && { isolation: { openNamespaces: globalNamespaces ?? ['default'] } },
    };
  }
}

/**
 * Networks and pods are only read, unlike in upstream's manifest, which lets every node change them. The network status is an annotation, written
 * through the status of the pod (`UpdateStatus` in network-attachment-definition-client).
 */
function rules({ variant, release }: MultusSettings): k8s.PolicyRule[] {
  const read = variant === MultusVariant.THICK && release.has('daemonWatches') ? ['get', 'list', 'watch'] : ['get'];
  return [
    { apiGroups: ['k8s.cni.cncf.io'], resources: ['network-attachment-definitions'], verbs: read },
    { apiGroups: [''], resources: ['pods'], verbs: read },
    { apiGroups: [''], resources: ['pods/status'], verbs: ['update'] },
    { apiGroups: ['', 'events.k8s.io'], resources: ['events'], verbs: ['create', 'patch', 'update'] },
  ];
}
