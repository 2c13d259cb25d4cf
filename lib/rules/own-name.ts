import { isConf } from '../cni/keys';
import { isAbsent } from '../cni/values';
import { Fault, Step } from '../diagnostics';
import { OVN_NAME_MISMATCH } from '../diagnostics/ovn';
import { NetworkFact, Subject } from '../facts/facts';

/** The names in a configuration by which a controller finds the object that it stands in. */
export function checkOwnName({ subject, reading }: NetworkFact): Fault[] {
  const { name } = subject;
  if (name === '') {
    return [];
  }
  const plugins = reading?.plugins ?? [];
  const isKubeOvn = plugins.some(({ conf }) => conf.type === 'kube-ovn');
  return plugins.flatMap(({ conf: { type, topology, netAttachDefName, provider, ipam }, path }) => {
    // without a topology it is the network of the cluster, and so is the provider "ovn"
    if (type === 'ovn-k8s-cni-overlay' && !isAbsent(topology)) {
      return compare(netAttachDefName, (namespace) => `${namespace}/${name}`, subject, [...path, 'netAttachDefName']);
    }
    if (type === 'kube-ovn' && provider !== 'ovn') {
      return compare(provider, (namespace) => `${name}.${namespace}.ovn`, subject, [...path, 'provider']);
    }
    return isConf(ipam) && ipam.type === 'kube-ovn' && !isKubeOvn
      ? compare(ipam.provider, (namespace) => `${name}.${namespace}`, subject, [...path, 'ipam', 'provider'])
      : [];
  });
}

function compare(said: unknown, inNamespace: (namespace: string) => string, { namespace }: Subject, path: readonly Step[]): Fault[] {
  // where the namespace is not known, it may be any
  const [before, behind] = inNamespace('*').split('*');
  const isRight = typeof said !== 'string' || said === '' || (namespace === undefined
    ? said.startsWith(before) && said.endsWith(behind) && /^[a-z0-9-]+$/.test(said.slice(before.length, said.length - behind.length))
    : said === inNamespace(namespace));
  return isRight ? [] : [OVN_NAME_MISMATCH.fault(path, said, { isKnown: namespace !== undefined, name: inNamespace(namespace ?? 'default') })];
}
