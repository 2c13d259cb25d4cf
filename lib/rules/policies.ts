import { Finding, findingsOf, nameOf } from './finding';
import { isMisspelt } from './misspelt';
import { expectsNetworks, namesIn } from './references';
import { finderOf } from './resolve';
import { Fault } from '../diagnostics';
import { POLICY_NETWORK_NOT_FOUND, POLICY_NETWORK_NOT_SEEN, POLICY_NODE_CONFIGS, POLICY_VERSION_UNSERVED } from '../diagnostics/policies';
import { Facts, PolicyFact, keyOf } from '../facts/facts';
import { MULTUS_CONF_DIR } from '../facts/node-configs';
import { POLICY_FOR_ANNOTATION, SERVED_VERSION } from '../facts/policy';

const POLICY_FOR_PATH = ['metadata', 'annotations', POLICY_FOR_ANNOTATION];

/** What each policy says by itself, and whether its networks exist. */
export function checkPolicies(facts: Facts): Finding[] {
  const { policies, networks, elsewhere, complete } = facts;
  const find = finderOf(networks);
  const names = namesIn(networks);
  const checkNetworks = (policy: PolicyFact) => policy.networks.flatMap((given): Fault[] => {
    const namespace = given.namespace ?? policy.subject.namespace;
    const found = find(namespace, given.name);
    if (found?.nodeConfigs) {
      return [POLICY_NODE_CONFIGS.fault(POLICY_FOR_PATH, annotationOf(policy), {
        network: nameOf(found.subject), folder: found.nodeConfigs.confDir, place: MULTUS_CONF_DIR,
      })];
    }
    if (found || elsewhere.has(keyOf(namespace, given.name))) {
      return [];
    }
    const network = textOf(given);
    const other = names.namespaceOf.get(given.name);
    const near = other === undefined ? names.near(namespace, given.name) : undefined;
    return complete || other !== undefined || (near !== undefined && isMisspelt(given.name, near))
      ? [POLICY_NETWORK_NOT_FOUND.fault(POLICY_FOR_PATH, annotationOf(policy), {
        network,
        ...(near !== undefined && { near: textOf({ ...given, name: near }) }),
        ...(other !== undefined && { elsewhere: textOf({ namespace: other, name: given.name }) }),
      })]
      : expectsNetworks(facts) ? [POLICY_NETWORK_NOT_SEEN.fault(POLICY_FOR_PATH, annotationOf(policy), { network })] : [];
  });
  return policies.flatMap((policy) => findingsOf(policy.subject, [...checkVersion(policy, facts), ...policy.faults, ...checkNetworks(policy)]));
}

function checkVersion({ apiVersion }: PolicyFact, { policyVersions }: Facts): Fault[] {
  return apiVersion === '' || apiVersion === SERVED_VERSION || policyVersions.includes(apiVersion)
    ? []
    : [POLICY_VERSION_UNSERVED.fault(['apiVersion'], apiVersion, { served: SERVED_VERSION })];
}

function textOf({ namespace, name }: { readonly namespace?: string; readonly name: string }): string {
  return namespace === undefined ? name : `${namespace}/${name}`;
}

function annotationOf({ networks }: PolicyFact): string {
  return networks.map(textOf).join(', ');
}
