import { mostPerNode, nodesOfPod, requireNodes } from '../../lib/nodes/pod-nodes';

const ON_WORKER = [{ key: 'kubernetes.io/hostname', operator: 'In', values: ['worker-1'] }];
const affinity = (...nodeSelectorTerms: unknown[]) => ({ nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } } });
const zone = (...values: string[]) => ({ key: 'zone', operator: 'In', values });

describe('the nodes that a network needs', () => {
  test('become the affinity of pods that have none', () => {
    expect(requireNodes({ containers: [] }, ON_WORKER)).toEqual({ affinity: affinity({ matchExpressions: ON_WORKER }), containers: [] });
  });

  test('go into each of the alternatives that are there, and nothing else changes', () => {
    const preferred = [{ weight: 1, preference: { matchExpressions: [zone('a')] } }];
    const terms = [{ matchExpressions: [zone('a')] }, { matchFields: [{ key: 'metadata.name', operator: 'In', values: ['worker-1'] }] }];
    const given = {
      affinity: {
        podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [] },
        nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: preferred, ...affinity(...terms).nodeAffinity },
      },
      nodeSelector: { disk: 'ssd' },
    };
    const before = structuredClone(given);
    expect(requireNodes(given, ON_WORKER)).toEqual({
      affinity: {
        podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [] },
        nodeAffinity: {
          preferredDuringSchedulingIgnoredDuringExecution: preferred,
          ...affinity({ matchExpressions: [zone('a'), ...ON_WORKER] }, { ...terms[1], matchExpressions: ON_WORKER }).nodeAffinity,
        },
      },
      nodeSelector: { disk: 'ssd' },
    });
    expect(given).toEqual(before);
  });

  test('are added once', () => {
    const once = requireNodes({}, ON_WORKER);
    expect(requireNodes(once, ON_WORKER)).toEqual(once);
  });

  test('do not turn an alternative that matches no node into one that does', () => {
    expect(requireNodes({ affinity: affinity({}, { matchExpressions: [zone('a')] }) }, ON_WORKER))
      .toEqual({ affinity: affinity({}, { matchExpressions: [zone('a'), ...ON_WORKER] }) });
  });

  test('change nothing where it is on all nodes', () => {
    const spec = { containers: [] };
    expect(requireNodes(spec, [])).toBe(spec);
  });
});

test('pods run where their name of a node, their selector and one of the alternatives say', () => {
  expect(nodesOfPod({ nodeName: 'worker-1', nodeSelector: { disk: 'ssd' }, affinity: affinity({ matchExpressions: [zone('a')] }, {}, { matchExpressions: [zone('b')] }) })).toEqual([
    [{ key: 'metadata.name', operator: 'In', values: ['worker-1'] }, { key: 'disk', operator: 'In', values: ['ssd'] }, zone('a')],
    [{ key: 'metadata.name', operator: 'In', values: ['worker-1'] }, { key: 'disk', operator: 'In', values: ['ssd'] }, zone('b')],
  ]);
  expect(nodesOfPod({})).toEqual([[]]);
  expect(nodesOfPod({ affinity: affinity({}) })).toEqual([]);
});

describe('the most pods on a node', () => {
  const spread = (maxSkew: number, more: object = {}) => ({ topologySpreadConstraints: [{ topologyKey: 'kubernetes.io/hostname', whenUnsatisfiable: 'DoNotSchedule', maxSkew, ...more }] });

  test.each<[string, unknown, number, number, number | undefined]>([
    ['chance', {}, 10, 2, undefined],
    ['a spread that is only wished for', spread(1, { whenUnsatisfiable: 'ScheduleAnyway' }), 10, 2, undefined],
    ['a spread over zones', spread(1, { topologyKey: 'topology.kubernetes.io/zone' }), 10, 2, undefined],
    ['an even spread', spread(1), 10, 2, 5],
    ['an uneven number', spread(1), 11, 2, 6],
    ['a wide spread', spread(4), 10, 2, 7],
    ['pods that keep apart', { affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: 'kubernetes.io/hostname' }] } } }, 10, 2, 1],
  ])('with %s', (_, spec, pods, nodes, most) => {
    expect(mostPerNode(spec, pods, nodes)).toBe(most);
  });
});
