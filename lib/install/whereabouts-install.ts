import { ApiObject } from 'cdk8s';
import { ImagePullPolicy, k8s } from 'cdk8s-plus-27';
import {
  booleanFaults,
  choiceFaults,
  envFaults,
  fileFaults,
  imageFaults,
  labelFaults,
  labelNameFaults,
  nodeCountFaults,
  nodeSelectorFaults,
  objectFaults,
  pullSecretFaults,
  quantityFaults,
  tolerationFaults,
  typeFaults,
} from './prop-checks';
import { AppFacts, BinDir, InstallationFact, acknowledgementsOf } from '../facts';
import { Fault, refuse } from '../diagnostics/rule';
import { CONFIG_MAP, NAME, OWN_ENV, POD_LABELS, configData, daemonSetSpec, nodeSliceControllerSpec, reconcilerSpec } from './whereabouts-pods';
import { Construct } from 'constructs';
import { HostPaths } from './host-paths';
import { WhereaboutsInstallProps } from './whereabouts-install-props';
import { WhereaboutsLogLevel } from '../cni/whereabouts-log-level';
import { checkAtSynth } from '../rules/check-at-synth';
import { checkCron } from '../cni/cron';
import { clusterScoped } from './cluster-scoped';
import { crds } from './asset';
import { WHEREABOUTS_IMAGE } from '../facts/images';
import { imageTagFaults } from '../facts/installation-faults';
import { nodesOfPod } from '../nodes/pod-nodes';

/** Upstream's names. */
const CLUSTER_ROLE = 'whereabouts-cni';
const RECONCILER = 'whereabouts-reconciler';
const NODE_SLICE_CONTROLLER = 'whereabouts-controller';

/**
 * whereabouts, the IPAM plugin that hands out addresses of one range to the whole cluster: its CRDs, the plugin on every Linux node, and what frees the
 * addresses of pods that are gone.
 *
 * Its objects have the names of upstream's manifests, so applying it over such an installation takes that over, with its pools.
 *
 * Put it in a chart of its own, with `MultusInstall`, whose CRD of networks it needs: `kubectl apply` does not wait for CRDs.
 *
 * @see https://github.com/k8snetworkplumbingwg/whereabouts
 */
export class WhereaboutsInstall extends Construct {
  /** The CustomResourceDefinitions of pools, parts of nodes and reservations. */
  public readonly crds: ApiObject[];
  /** What whereabouts may do in the whole cluster: look. */
  public readonly clusterRole: k8s.KubeClusterRole;
  /** What whereabouts may do in its namespace: write what it keeps. */
  public readonly role: k8s.KubeRole;
  /** Who whereabouts is in the cluster, also on the nodes. */
  public readonly serviceAccount: k8s.KubeServiceAccount;
  /** When the reconciler runs, and the configuration of the plugin. */
  public readonly configMap: k8s.KubeConfigMap;
  /** What puts whereabouts on every node. */
  public readonly daemonSet: k8s.KubeDaemonSet;
  /** What frees addresses that were left behind. */
  public readonly reconciler: k8s.KubeDeployment;
  /** What divides ranges among the nodes; undefined without `nodeSliceController`. */
  public readonly nodeSliceController?: k8s.KubeDeployment;

  private readonly image: string;
  private readonly namespace: string;
  private readonly binDir: BinDir;

  /**
   * @throws when a property has the wrong type or is not valid
   */
  constructor(scope: Construct, id: string, props: WhereaboutsInstallProps = {}) {
    super(scope, id);
    refuse(this.node.path, faultsOf(props));
    this.image = props.image ?? WHEREABOUTS_IMAGE;
    this.namespace = props.namespace ?? 'kube-system';
    this.binDir = { path: ['hostPaths', 'cniBinDir'], folder: (props.hostPaths ?? HostPaths.STANDARD).cniBinDir, nodes: nodesOfPod(props) };
    const { namespace } = this;
    const slices = props.nodeSliceController ?? false;
    const labelled = (name: string, own: Record<string, string> = {}) => ({ name, namespace, labels: { ...props.labels, ...own } });

    this.crds = crds('whereabouts').map((crd, i) => clusterScoped(new ApiObject(this, `Crd${i}`, crd)));
    const subjects = [{ kind: 'ServiceAccount', name: NAME, namespace }];
    const roleRef = (kind: string) => ({ apiGroup: 'rbac.authorization.k8s.io', kind, name: CLUSTER_ROLE });
    this.clusterRole = clusterScoped(new k8s.KubeClusterRole(this, 'ClusterRole', { metadata: { name: CLUSTER_ROLE, labels: props.labels }, rules: clusterRules(slices) }));
    clusterScoped(new k8s.KubeClusterRoleBinding(this, 'ClusterRoleBinding', { metadata: { name: NAME, labels: props.labels }, roleRef: roleRef('ClusterRole'), subjects }));
    this.role = new k8s.KubeRole(this, 'Role', { metadata: labelled(CLUSTER_ROLE), rules: namespaceRules(slices) });
    new k8s.KubeRoleBinding(this, 'RoleBinding', { metadata: labelled(NAME), roleRef: roleRef('Role'), subjects });
    this.serviceAccount = new k8s.KubeServiceAccount(this, 'ServiceAccount', { metadata: labelled(NAME) });
    this.configMap = new k8s.KubeConfigMap(this, 'ConfigMap', { metadata: labelled(CONFIG_MAP), data: configData(props) });
    this.reconciler = new k8s.KubeDeployment(this, 'Reconciler', {
      metadata: labelled(RECONCILER, { tier: 'node', app: RECONCILER }),
      spec: reconcilerSpec(props, RECONCILER),
    });
    if (slices) {
      this.nodeSliceController = new k8s.KubeDeployment(this, 'NodeSliceController', {
        metadata: labelled(NODE_SLICE_CONTROLLER, { app: NODE_SLICE_CONTROLLER }),
        spec: nodeSliceControllerSpec(props, NODE_SLICE_CONTROLLER),
      });
    }
    this.daemonSet = new k8s.KubeDaemonSet(this, 'Resource', {
      metadata: labelled(NAME, { tier: POD_LABELS.tier, app: POD_LABELS.app }),
      spec: daemonSetSpec(props),
    });
    AppFacts.of(this).addInstallation(this);
    checkAtSynth(this);
  }

  /** @internal */
  public _installationFact(): InstallationFact {
    return {
      subject: {
        kind: 'DaemonSet', namespace: this.namespace, name: NAME, construct: this, ...acknowledgementsOf(this.daemonSet.metadata),
      },
      faults: imageTagFaults(['image'], this.image, WHEREABOUTS_IMAGE),
      isWhole: true,
      binDir: this.binDir,
      isMultus: false,
      isWhereabouts: true,
      ...this.nodeSliceController && { hasNodeSliceController: true },
    };
  }
}

const GROUP = 'whereabouts.cni.cncf.io';
const LOOK = ['get', 'list', 'watch'];
const CHANGE = ['create', 'update', 'patch', 'delete'];

/** Its programs look at all namespaces. Upstream's manifest lets them write there too, also the leases of others. */
function clusterRules(slices: boolean): k8s.PolicyRule[] {
  return [
    { apiGroups: [GROUP], resources: ['ippools', 'overlappingrangeipreservations', 'nodeslicepools'], verbs: LOOK },
    { apiGroups: ['k8s.cni.cncf.io'], resources: ['network-attachment-definitions'], verbs: LOOK },
    { apiGroups: [''], resources: ['pods'], verbs: LOOK },
    { apiGroups: [''], resources: ['nodes'], verbs: slices ? LOOK : ['get'] },
    { apiGroups: ['', 'events.k8s.io'], resources: ['events'], verbs: ['create', 'patch', 'update'] },
  ];
}

/** The plugin takes turns by a lease: one for the cluster, or one for each part of a range, with names that nobody knows before. */
function namespaceRules(slices: boolean): k8s.PolicyRule[] {
  return [
    { apiGroups: [GROUP], resources: ['ippools', 'overlappingrangeipreservations', ...slices ? ['nodeslicepools'] : []], verbs: CHANGE },
    { apiGroups: ['coordination.k8s.io'], resources: ['leases'], verbs: ['create'] },
    { apiGroups: ['coordination.k8s.io'], resources: ['leases'], resourceNames: slices ? undefined : ['whereabouts'], verbs: ['get', 'update'] },
  ];
}

function faultsOf(props: WhereaboutsInstallProps): Fault[] {
  const wrong = objectFaults('props', props, '{"nodeSliceController":true}');
  return wrong.length > 0 ? wrong : [
    ...imageFaults('image', props.image, WHEREABOUTS_IMAGE),
    ...choiceFaults('imagePullPolicy', props.imagePullPolicy, Object.values(ImagePullPolicy)),
    ...pullSecretFaults('imagePullSecrets', props.imagePullSecrets),
    ...labelNameFaults('namespace', props.namespace),
    ...typeFaults('hostPaths', props.hostPaths, props.hostPaths instanceof HostPaths, 'a preset such as HostPaths.K3S, or HostPaths.of({…})'),
    ...checkCron(props.reconcilerCronExpression, 'reconcilerCronExpression'),
    ...booleanFaults('nodeSliceController', props.nodeSliceController),
    ...choiceFaults('logLevel', props.logLevel, Object.values(WhereaboutsLogLevel)),
    ...fileFaults('logFile', props.logFile, '/var/log/whereabouts.log'),
    ...envFaults('env', props.env, OWN_ENV),
    ...quantityFaults('resources', props.resources),
    ...quantityFaults('controllerResources', props.controllerResources),
    ...tolerationFaults('tolerations', props.tolerations),
    ...nodeSelectorFaults('nodeSelector', props.nodeSelector),
    ...labelFaults('labels', props.labels, POD_LABELS),
    ...nodeCountFaults('maxUnavailable', props.maxUnavailable),
  ];
}
