/** What Multus asks of the plugins for one network of a pod. */
export interface Delegate {
  /** `namespace/name` of the NetworkAttachmentDefinition. */
  readonly network: string;
  readonly interfaceName: string;
  /** The name of the configuration, under which host-local keeps its addresses. */
  readonly name: string;
  readonly cniVersion?: string;
  /** The chained plugins, as each gets its configuration but for `prevResult`. */
  readonly plugins: readonly any[];
  /** CNI_ARGS. */
  readonly args: string;
  /** The gateways that the pod wants its default routes through. */
  readonly defaultRoute?: readonly string[];
}

/** The files in Multus's `confDir` on a node: their texts, whatever the files are called. */
export type ConfDir = readonly string[];

const NETWORKS = 'k8s.v1.cni.cncf.io/networks';

/**
 * What Multus makes of a pod's annotation and of the networks in the cluster. Multus is not packaged by Debian, so this says again,
 * in a few lines and without the code under test, what it does between the API and the plugins.
 *
 * @see https://github.com/k8snetworkplumbingwg/multus-cni/blob/v4.3.0/pkg/k8sclient/k8sclient.go `parsePodNetworkAnnotation`
 * @see https://github.com/k8snetworkplumbingwg/network-attachment-definition-client/blob/v1.7.7/pkg/utils/cniconfig.go
 * @throws where Multus would fail, so that the pod does not start
 */
export function delegatesOf(pod: any, objects: readonly any[], confDir: ConfDir = []): Delegate[] {
  const namespace = pod.metadata?.namespace ?? 'default';
  return selectionsOf(pod.metadata?.annotations?.[NETWORKS] ?? '').map((selection, i) => {
    const network = `${selection.namespace ?? namespace}/${selection.name}`;
    const definition = objects.find(({ kind, metadata }) =>
      kind === 'NetworkAttachmentDefinition' && `${metadata?.namespace ?? 'default'}/${metadata?.name}` === network);
    if (!definition) {
      throw new Error(`cannot find a network-attachment-definition (${selection.name}) in namespace (${selection.namespace ?? namespace})`);
    }
    const config = configOf(definition, confDir);
    const isList = Array.isArray(config.plugins);
    const surrounding = { name: config.name, cniVersion: config.cniVersion };
    return {
      network,
      interfaceName: selection.interface ?? `net${i + 1}`,
      ...surrounding,
      plugins: (isList ? config.plugins : [config]).map((plugin: any) => delivered({ ...plugin, ...(isList && surrounding) }, selection)),
      args: argsOf(pod.metadata?.name, namespace, selection),
      defaultRoute: selection['default-route'],
    };
  });
}

function selectionsOf(annotation: string): any[] {
  if (/[[{"]/.test(annotation)) {
    return JSON.parse(annotation);
  }
  return annotation.split(',').map((item) => item.trim()).filter((item) => item !== '').map((item) => {
    const [, namespace, name, interfaceName] = /^(?:([^/@]*)\/)?([^/@]*)(?:@([^/@]*))?$/.exec(item) ?? [];
    return { name, ...(namespace && { namespace }), ...(interfaceName && { interface: interfaceName }) };
  });
}

/** The configuration in the definition, or the one of its name on the node. The name of the network stands in for a missing one. */
function configOf({ metadata, spec }: any, confDir: ConfDir): any {
  if (!spec?.config) {
    const found = confDir.map((text) => JSON.parse(text)).find(({ name }) => name === metadata.name);
    if (!found) {
      throw new Error(`no configuration with the name ${JSON.stringify(metadata.name)} in the node's confDir`);
    }
    return found;
  }
  const config = JSON.parse(spec.config);
  return { ...config, name: config.name || metadata.name };
}

/** The plugin's configuration with what the pod asks for: only the capabilities that the plugin declares. */
function delivered(plugin: any, { ips, mac, bandwidth, portMappings, deviceID, 'cni-args': cniArgs }: any): any {
  const asked = Object.entries({ ips, mac, bandwidth, portMappings, deviceID }).filter(([, value]) => value !== undefined);
  const runtimeConfig = Object.fromEntries(asked.filter(([capability]) => plugin.capabilities?.[capability] === true));
  return {
    ...plugin,
    ...(cniArgs && { args: { ...plugin.args, cni: { ...plugin.args?.cni, ...cniArgs } } }),
    ...(Object.keys(runtimeConfig).length > 0 && { runtimeConfig }),
  };
}

function argsOf(name: string, namespace: string, { ips, mac }: any): string {
  return [
    'IgnoreUnknown=true', `K8S_POD_NAMESPACE=${namespace}`, `K8S_POD_NAME=${name}`, ...(mac ? [`MAC=${mac}`] : []), ...(ips ? [`IP=${ips.join(',')}`] : []),
  ].join(';');
}
