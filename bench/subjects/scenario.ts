import { ApiObject, Chart } from 'cdk8s';

/** As many networks as pods divided by this. */
const PODS_PER_NETWORK = 10;

/** A network of the scenario. */
export interface PlainNetwork {
  readonly name: string;
  readonly master: string;
  readonly subnet: string;
  readonly rangeStart: string;
  readonly rangeEnd: string;
  readonly gateway: string;
}

/** A pod of the scenario. */
export interface PlainPod {
  readonly name: string;
  readonly image: string;
  readonly node: string;
  /** The places of its networks. */
  readonly networks: readonly number[];
}

/** Pods in networks: ten pods of one node in each network, each pod in one of them. */
export interface Scenario {
  readonly namespace: string;
  readonly networks: readonly PlainNetwork[];
  readonly pods: readonly PlainPod[];
}

export function scenario(pods: number, networks = Math.ceil(pods / PODS_PER_NETWORK)): Scenario {
  return {
    namespace: 'default',
    networks: Array.from({ length: networks }, (_, i) => {
      const octets = `${10 + (i >> 16)}.${(i >> 8) & 255}.${i & 255}`;
      return { name: `net-${i}`, master: 'eth1', subnet: `${octets}.0/24`, rangeStart: `${octets}.10`, rangeEnd: `${octets}.99`, gateway: `${octets}.1` };
    }),
    pods: Array.from({ length: pods }, (_, i) => ({ name: `pod-${i}`, image: 'nginx:1.27.3', node: `worker-${i % networks}`, networks: [i % networks] })),
  };
}

/** The CNI configuration of a network, as the library writes it. */
export function configOf({ master, subnet, rangeStart, rangeEnd, gateway }: PlainNetwork): object {
  return { cniVersion: '0.3.1', type: 'ipvlan', master, mode: 'l3', ipam: { type: 'host-local', subnet, rangeStart, rangeEnd, gateway } };
}

/** Adds the networks to a chart, by hand. */
export function addNetworks(chart: Chart, networks: readonly PlainNetwork[]): void {
  for (const network of networks) {
    new ApiObject(chart, network.name, {
      apiVersion: 'k8s.cni.cncf.io/v1', kind: 'NetworkAttachmentDefinition', metadata: { name: network.name },
      spec: { config: JSON.stringify(configOf(network), undefined, 2) },
    });
  }
}

/** What attaches a pod. */
export function annotationsOf({ networks: places }: PlainPod, networks: readonly PlainNetwork[]): Record<string, string> {
  return { 'k8s.v1.cni.cncf.io/networks': places.map((place) => networks[place].name).join(', ') };
}
