import { isLabelKey, isLabelValue } from './labels';
import { HOSTNAME, NodeTerm, termText } from './node-term';
import { isConf } from '../cni/keys';
import { refuse } from '../diagnostics';
import { NODE_SET_INVALID } from '../diagnostics/nodes';

/**
 * The nodes that a network is on: those whose interface it sits on.
 *
 * Pods that are attached to the network get a node affinity, so that they run on these nodes only.
 *
 * @see https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/
 */
export class NodeSet {
  /** Every node, also those that are added later. */
  public static all(): NodeSet {
    return new NodeSet([]);
  }

  /**
   * Nodes by their names.
   *
   * @param names the values of their label `kubernetes.io/hostname`, which are nearly everywhere the names that `kubectl get nodes` shows
   * @throws where there is no name, or one that no node can have
   */
  public static named(...names: string[]): NodeSet {
    const place = 'NodeSet.named';
    const wrong = names.findIndex((name) => !isLabelValue(name) || name === '');
    if (names.length === 0 || wrong >= 0) {
      refuse(place, [NODE_SET_INVALID.fault(wrong < 0 ? ['names'] : ['names', wrong], wrong < 0 ? names : names[wrong], {
        expected: 'at least one name of a node, such as "worker-1"',
      })]);
    }
    return new NodeSet([{ key: HOSTNAME, operator: 'In', values: [...new Set(names)].sort() }]);
  }

  /**
   * Nodes by their labels: those that have all of them, also when they are added later.
   *
   * @param labels the labels with their values, such as `{ nic: 'storage' }`
   * @throws where there is no label, or one that no node can have
   */
  public static labeled(labels: { [key: string]: string }): NodeSet {
    const place = 'NodeSet.labeled';
    const entries = Object.entries(isConf(labels) ? labels : {});
    const wrong = entries.find(([key, value]) => !isLabelKey(key) || !isLabelValue(value));
    if (entries.length === 0 || wrong) {
      refuse(place, [NODE_SET_INVALID.fault(wrong ? ['labels', wrong[0]] : ['labels'], wrong ? wrong[1] : labels, {
        expected: 'at least one label with its value, such as {"nic":"storage"}',
      })]);
    }
    return new NodeSet(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, value]) => ({ key, operator: 'In', values: [value] })));
  }

  /** @internal */
  public readonly _term: NodeTerm;

  private constructor(term: NodeTerm) {
    this._term = term;
  }

  /** The nodes as a selector of kubectl, such as `kubernetes.io/hostname in (worker-1)`; empty for all. */
  public toString(): string {
    return termText(this._term);
  }
}
