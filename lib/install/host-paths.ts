import { isConf } from '../cni/keys';
import { pathFaults } from './prop-checks';
import { INSTALL_TYPE } from '../diagnostics/install';
import { refuse } from '../diagnostics/rule';

/** What `HostPaths.of` is told. All are absolute paths of folders on the nodes. */
export interface HostPathsOptions {
  /**
   * Where the container runtime looks for CNI plugins.
   *
   * @default '/opt/cni/bin'
   * @see https://github.com/containerd/containerd/blob/main/docs/cri/config.md#cni-config-template
   */
  readonly cniBinDir?: string;

  /**
   * Where the container runtime looks for the configuration of the cluster network.
   *
   * @default '/etc/cni/net.d'
   */
  readonly cniConfDir?: string;

  /**
   * Where the plugin of the cluster network writes its configuration. With a folder of its own, which the container runtime does not know,
   * a node is ready only once Multus is, and no pod starts there without its networks: neither on a new node, nor while the daemon of the
   * thick variant restarts. Tell the plugin first (Cilium: `cni.confPath` of its Helm chart), and remove what it wrote into `cniConfDir` before.
   *
   * @default - `cniConfDir`: pods that start before Multus does have the cluster network alone
   * @see https://github.com/k8snetworkplumbingwg/multus-cni/pull/309
   */
  readonly masterCniConfDir?: string;

  /**
   * Where the container runtime keeps the network namespaces of pods.
   *
   * @default '/run/netns'
   */
  readonly netnsDir?: string;

  /**
   * The root folder of the kubelet.
   *
   * @default '/var/lib/kubelet'
   */
  readonly kubeletDir?: string;
}

const KEYS = ['cniBinDir', 'cniConfDir', 'masterCniConfDir', 'netnsDir', 'kubeletDir'] as const;

/**
 * Where a node keeps what Multus and the CNI plugins read and write: one of the presets, or `HostPaths.of`.
 *
 * A wrong path is not noticed at installation: Multus runs, and pods get no further networks.
 */
export class HostPaths {
  /** The paths of kubeadm, EKS, AKS, NKS, OpenStack and most others. */
  public static readonly STANDARD = HostPaths.of();

  /**
   * k3s with flannel, its own pod network, and its default data folder, from the releases of October 2024 on. With another pod network, such as
   * Cilium (`--flannel-backend=none`), k3s has the standard paths.
   *
   * @see https://docs.k3s.io/networking/multus-ipams
   */
  public static readonly K3S = HostPaths.of({
    cniBinDir: '/var/lib/rancher/k3s/data/cni',
    cniConfDir: '/var/lib/rancher/k3s/agent/etc/cni/net.d',
  });

  /**
   * RKE2, which has the standard paths, unlike k3s.
   *
   * @see https://docs.rke2.io/networking/multus_sriov
   */
  public static readonly RKE2 = HostPaths.STANDARD;

  /**
   * Google Kubernetes Engine, whose nodes have `/opt` read-only.
   *
   * @see https://github.com/k8snetworkplumbingwg/multus-cni/issues/621
   */
  public static readonly GKE = HostPaths.of({ cniBinDir: '/home/kubernetes/bin' });

  /**
   * CRI-O from a Linux distribution's package. CRI-O as its project ships it has the standard paths: see `plugin_dirs` in its configuration.
   *
   * @see https://github.com/k8snetworkplumbingwg/multus-cni/blob/master/deployments/multus-daemonset-crio.yml
   */
  public static readonly CRIO = HostPaths.of({ cniBinDir: '/usr/libexec/cni' });

  /**
   * Talos Linux.
   *
   * @see https://docs.siderolabs.com/kubernetes-guides/cni/multus
   */
  public static readonly TALOS = HostPaths.of({ netnsDir: '/var/run/netns' });

  /**
   * MicroK8s, installed as a snap.
   *
   * @see https://microk8s.io/docs/addon-multus
   */
  public static readonly MICROK8S = HostPaths.of({
    cniBinDir: '/var/snap/microk8s/current/opt/cni/bin',
    cniConfDir: '/var/snap/microk8s/current/args/cni-network',
    kubeletDir: '/var/snap/microk8s/common/var/lib/kubelet',
  });

  /**
   * Paths of your own; those left out are the standard ones.
   *
   * @throws when a path is not absolute or has `..` in it
   */
  public static of(options: HostPathsOptions = {}): HostPaths {
    refuse('HostPaths.of', isConf(options)
      ? KEYS.flatMap((key) => pathFaults(key, options[key]))
      : [INSTALL_TYPE.fault(['options'], options, { expected: 'an object such as {"cniBinDir":"/opt/cni/bin"}' })]);
    return new HostPaths(options);
  }

  /** Where the container runtime looks for CNI plugins. */
  public readonly cniBinDir: string;
  /** Where the container runtime looks for the configuration of the cluster network. */
  public readonly cniConfDir: string;
  /** Where the plugin of the cluster network writes its configuration. */
  public readonly masterCniConfDir: string;
  /** Where the container runtime keeps the network namespaces of pods. */
  public readonly netnsDir: string;
  /** The root folder of the kubelet. */
  public readonly kubeletDir: string;

  private constructor(options: HostPathsOptions) {
    this.cniBinDir = withoutSlash(options.cniBinDir ?? '/opt/cni/bin');
    this.cniConfDir = withoutSlash(options.cniConfDir ?? '/etc/cni/net.d');
    this.masterCniConfDir = withoutSlash(options.masterCniConfDir ?? this.cniConfDir);
    this.netnsDir = withoutSlash(options.netnsDir ?? '/run/netns');
    this.kubeletDir = withoutSlash(options.kubeletDir ?? '/var/lib/kubelet');
  }
}

/** A path of one form, so that paths can be joined and compared. */
function withoutSlash(path: string): string {
  return path.replace(/(?<=.)\/+$/, '');
}
