import { Construct, IConstruct } from 'constructs';
import { refuse } from '../diagnostics';
import { KEY_TYPE } from '../diagnostics/config';
import { AppFacts } from '../facts';
import { readCluster } from '../facts/cluster';
import { checkAtSynth } from '../rules/check-at-synth';

/** The addresses of a cluster, each kind as subnets in CIDR notation. */
export interface ClusterCidrsOptions {
  /**
   * The addresses of pods in the cluster network, such as `10.244.0.0/16`.
   *
   * @default - none
   */
  readonly pods?: string[];
  /**
   * The addresses of services, such as `10.96.0.0/12`.
   *
   * @default - none
   */
  readonly services?: string[];
  /**
   * The addresses that nodes have or can get: a node's address, such as `192.168.0.12/32`, or what the nodes are given addresses
   * from. Not the whole network of the nodes where a part of it is kept for pods.
   *
   * @default - none
   */
  readonly nodes?: string[];
}

/**
 * What the cluster keeps for itself, said once for the whole app. Nothing is rendered from it: it lets the networks be compared
 * with it, so that no network takes traffic to pods and services away, and no pool hands out the address of a node.
 */
export class ClusterCidrs {
  /**
   * What is known of the cluster that the app is for.
   *
   * @throws where the scope is no construct
   */
  public static of(scope: IConstruct): ClusterCidrs {
    refuse('ClusterCidrs.of', Construct.isConstruct(scope) ? [] : [KEY_TYPE.fault(['scope'], scope, { expected: 'a construct, such as the app' })]);
    return new ClusterCidrs(scope);
  }

  private constructor(private readonly scope: IConstruct) {}

  /**
   * Adds to the addresses of the cluster.
   *
   * @returns this, so that calls can follow each other
   * @throws where a text is not a subnet
   */
  public add(options: ClusterCidrsOptions): ClusterCidrs {
    const { cluster, faults } = readCluster(options, []);
    refuse(this.scope.node.path === '' ? 'ClusterCidrs' : this.scope.node.path, faults);
    AppFacts.of(this.scope).addCluster(cluster);
    checkAtSynth(this.scope);
    return this;
  }
}
