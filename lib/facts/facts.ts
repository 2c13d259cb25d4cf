import { dirname } from 'path';
import type { IConstruct } from 'constructs';
import { Acknowledged } from './acknowledgements';
import { Selection } from './selection';
import { Subnet } from '../address';
import { ConfigReading } from '../cni/config';
import { Fault, Step } from '../diagnostics';
import { NodeTerm } from '../nodes/node-term';

/** The object that a fact is about. */
export interface Subject extends Acknowledged {
  readonly kind: string;
  /** Undefined: the namespace that kubectl uses when the manifest is applied. */
  readonly namespace?: string;
  readonly name: string;
  /** The construct that the user must change, in an app. */
  readonly construct?: IConstruct;
  /** Says a fault in the words in which the object was written, where these are not those of the configuration. */
  readonly inOwnWords?: (fault: Fault) => Fault;
  /** The manifest, outside of an app. */
  readonly file?: string;
  /** The line in the manifest of what a fault's path names. */
  readonly lineOf?: (path: readonly Step[]) => number;
}

/** The configurations of a network that has one for each of its nodes. */
export interface NodeConfigsFact {
  /** The object that holds them. */
  readonly subject: Subject;
  /** The network, as `namespace/name`. */
  readonly network: string;
  /** The directory on the nodes into which they go. */
  readonly confDir: string;
  /** By the names of the nodes. */
  readonly readings: ReadonlyMap<string, ConfigReading>;
  readonly faults: readonly Fault[];
  /** The way to a value of a node's configuration, in the words of whoever wrote it. */
  readonly pathOf: (node: string, path: readonly Step[]) => readonly Step[];
}

/** A network. */
export interface NetworkFact {
  readonly subject: Subject;
  /** Undefined where the node has the configuration (`confDir`), or where it is not one. */
  readonly reading?: ConfigReading;
  /** What is wrong with the object before its configuration is read. */
  readonly faults: readonly Fault[];
  /** What holds of the nodes that the network is on. */
  readonly nodes: NodeTerm;
  /** Where each node has a configuration of its own. */
  readonly nodeConfigs?: NodeConfigsFact;
  /** The extended resource whose devices the network uses. */
  readonly resourceName?: string;
}

/** How many pods a workload can have, and where they can run. */
export interface PodPlacement {
  /** Undefined: one on each node. */
  readonly pods?: number;
  /** Whether a new pod must start before an old one ends when the workload is changed. */
  readonly surges?: boolean;
  /** One of these holds of the node that a pod runs on. */
  readonly nodes: readonly NodeTerm[];
  /** Whether they may run on nodes with taints. */
  readonly tolerates?: boolean;
  /** How many of the pods can be on one of so many nodes; undefined where nothing but chance spreads them. */
  readonly mostPerNode: (nodes: number) => number | undefined;
  /** Whether all of them are on one node, whichever it is. Costs. */
  readonly areTogether?: () => boolean;
}

/** A workload, and the networks that its pods are attached to. */
export interface WorkloadFact {
  readonly subject: Subject;
  /** The object of the same namespace whose controller has made this one; undefined where a person has, or where that is not known. */
  readonly owner?: { readonly kind: string; readonly name: string };
  /** What is wrong with the annotation by itself. */
  readonly faults: readonly Fault[];
  /** The selections of the annotation, in its order. */
  readonly selections: readonly Selection[];
  /** The network that takes the place of the cluster network; undefined where the cluster network stays. */
  readonly defaultNetwork?: Selection;
  /** The way to a value of a selection, in the words of whoever wrote it. */
  readonly pathOf: (index: number, key: string, ...rest: readonly Step[]) => readonly Step[];
  /**
   * What is known of its pods: no more than their networks, as in a patch, or their nodes too, as of a virtual machine; undefined where all is.
   * Rules that need more leave it out.
   */
  readonly known?: 'networks' | 'nodes';
  readonly hostNetwork: boolean;
  /** Of a virtual machine, the places of the selections whose interface its pod puts into a bridge with that of the machine. */
  readonly bridged?: readonly number[];
  /** What the workload itself says. Read only by rules that need it: it costs. */
  readonly placement: () => PodPlacement;
  /** Whether its pods are kept on the nodes of their networks besides. */
  readonly followsNetworks: boolean;
  /** The extended resources that the containers ask for, with how many; undefined where that is not known. Read only by rules that need it. */
  readonly resources: () => ReadonlyMap<string, number> | undefined;
}

/** Where Cilium is told to rename the CNI configurations of others on the nodes, and what stands there. */
export interface ExclusiveCilium {
  readonly path: readonly Step[];
  readonly value: unknown;
  /** Whether it is told so on the nodes that the object selects. */
  readonly ofSomeNodes?: boolean;
}

/** A value in the configuration of a daemon that is a path as its container sees it. */
export interface DaemonPath {
  readonly path: readonly Step[];
  readonly value: string;
}

/** What the daemon of Multus sees of its node. */
export interface DaemonMounts {
  /** The ConfigMap that its configuration is in. */
  readonly configMap: string;
  /** Whether a path is one of the node. */
  readonly isOfNode: (path: string) => boolean;
  /** The path on the node of one that the daemon sees; undefined where that is not known. */
  readonly onNode: (path: string) => string | undefined;
}

/** The folder of plugins of an installation. */
export interface BinDir {
  readonly path: readonly Step[];
  /** The folder of the node. */
  readonly folder: string;
  /** One of these holds of the nodes that have the installation. */
  readonly nodes: readonly NodeTerm[];
}

/** Something that is installed on the nodes. */
export interface InstallationFact {
  readonly subject: Subject;
  readonly faults: readonly Fault[];
  /** Whether the object is all of it, which a patch, or an object with nothing but settings, is not. */
  readonly isWhole?: boolean;
  /** The plugin binaries that it puts on every node; undefined where that is not known. */
  readonly plugins?: readonly string[];
  /** The release of the reference plugins that these are from, such as `1.9.1`; undefined where that is not known. */
  readonly pluginsVersion?: string;
  /** Where it has its plugins; undefined where that is not known. */
  readonly binDir?: BinDir;
  readonly isMultus: boolean;
  /** The release of Multus, such as `4.3.0`; undefined where that is not known. */
  readonly multusVersion?: string;
  /** Where Multus looks for the configuration of a network that has none in the API; undefined where that is not known. */
  readonly confDir?: string;
  /** Where it is the daemon of Multus, with its configuration in a ConfigMap. */
  readonly daemon?: DaemonMounts;
  /** Where it is the configuration of that daemon, which runs plugins in the root of the node: where it looks for them there. */
  readonly pluginDir?: DaemonPath;
  /** Where it is the configuration of that daemon: the paths that must be of the node. */
  readonly daemonPaths?: readonly DaemonPath[];
  readonly isWhereabouts: boolean;
  /** Whether it divides the ranges of whereabouts among the nodes. */
  readonly hasNodeSliceController?: boolean;
  /** Whether it runs the daemon of the plugin dhcp. */
  readonly isDhcpDaemon?: boolean;
  /** Where it is a Cilium that leaves no other CNI beside it. */
  readonly exclusive?: ExclusiveCilium;
  /** Whether it has a Cilium leave Multus alone on every node that is told otherwise elsewhere. */
  readonly sparesMultus?: boolean;
  /** Whether it is a Cilium whose agent works in a folder that a container runtime looks into. */
  readonly isInRuntimeFolder?: boolean;
  /** Whether it is a Multus that finds the configuration of the cluster network in another folder than that of its own. */
  readonly isApart?: boolean;
  /** Whether pods may only use networks of their own namespace, and which namespaces are open to all. */
  readonly isolation?: { readonly openNamespaces: readonly string[] };
}

/** A network that a policy names. */
export interface PolicyNetwork {
  /** Undefined: the namespace of the policy. */
  readonly namespace?: string;
  readonly name: string;
}

/** A MultiNetworkPolicy. */
export interface PolicyFact {
  readonly subject: Subject;
  /** Empty where it is missing. */
  readonly apiVersion: string;
  readonly faults: readonly Fault[];
  readonly networks: readonly PolicyNetwork[];
}

/** What the user says of the cluster's own addresses. */
export interface ClusterFact {
  readonly pods: readonly Subnet[];
  readonly services: readonly Subnet[];
  /** The addresses that nodes have or can get. */
  readonly nodes: readonly Subnet[];
}

/** How many pods an autoscaler may give a workload. */
export interface ScalerFact {
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
  readonly file?: string;
  readonly most: number;
}

/** What the rules look at. */
export interface Facts {
  readonly networks: readonly NetworkFact[];
  readonly workloads: readonly WorkloadFact[];
  readonly scalers: readonly ScalerFact[];
  readonly installations: readonly InstallationFact[];
  /** Configurations for each node that stand in objects of their own. */
  readonly nodeConfigs: readonly NodeConfigsFact[];
  readonly policies: readonly PolicyFact[];
  /** The versions of policies that a definition among the objects serves. */
  readonly policyVersions: readonly string[];
  /** Undefined where nothing is said of the cluster. */
  readonly cluster?: ClusterFact;
  /** The networks that exist elsewhere, as `namespace/name`, with what holds of their nodes. */
  readonly elsewhere: ReadonlyMap<string, NodeTerm>;
  /** Whether a network that is not among the facts does not exist. */
  readonly complete: boolean;
}

/** Stands for each namespace, or for more of them than can be known. */
export const ANY_NAMESPACE = '*';

/** The name of an object in its namespace; a namespace that is not known counts as one of its own. */
export function keyOf(namespace: string | undefined, name: string): string {
  return `${namespace ?? ''}/${name}`;
}

/** The folder that an object stands in; objects of different folders may be of different clusters. */
export function folderOf({ file }: Pick<Subject, 'file'>): string {
  return dirname(file ?? '');
}

/** The network in its namespace. */
export function ownKey({ subject }: Pick<NetworkFact, 'subject'>): string {
  return keyOf(subject.namespace, subject.name);
}
