import { checkAskedAddresses } from './asked-addresses';
import { checkBonds, networksOfLinks } from './bonds';
import { checkCluster } from './cluster';
import { Finding, findingsOf } from './finding';
import { checkGateways } from './gateways';
import { checkInstallations } from './installations';
import { checkMachines } from './machines';
import { checkNetworks } from './networks';
import { checkNodeConfigs } from './node-configs';
import { checkNodeSets, nodesOfWorkloads } from './node-sets';
import { withoutOwned } from './owned';
import { hasPlaceholder, withoutPlaceholders } from './placeholders';
import { checkPlacement } from './placement';
import { checkPolicies } from './policies';
import { checkReferences, onlyDefaults } from './references';
import { checkRequests } from './requests';
import { Attachment, resolve } from './resolve';
import { withScalers } from './scaled';
import { checkSoleUsers } from './sole-users';
import { checkWorkloads } from './workloads';
import { ACKNOWLEDGEMENT_INVALID, ACKNOWLEDGEMENT_UNUSED } from '../diagnostics/acknowledgements';
import { VM_BRIDGE_UNREACHABLE } from '../diagnostics/attachment';
import { ROUTE_GATEWAY_UNREACHABLE } from '../diagnostics/config';
import * as rules from '../diagnostics/installations';
import { NODE_POOL_SMALL } from '../diagnostics/node-configs';
import { NODE_SETS_DISJOINT, PODS_OUTSIDE_NODE_SET } from '../diagnostics/nodes';
import {
  HOST_LOCAL_ACROSS_NODES, IPS_HELD_AT_ROLLOUT, MAC_HELD_AT_ROLLOUT, MAC_SHARED, POOL_EXHAUSTED, POOL_FULL_AT_ROLLOUT, STATIC_ADDRESS_SHARED,
} from '../diagnostics/requests';
import { ACKNOWLEDGE_ANNOTATION } from '../facts/acknowledgements';
import { Facts, Subject } from '../facts/facts';
import { withNodeConfigs } from '../facts/node-configs';

/** Runs all rules. What the user has acknowledged on an object is left out there; an acknowledgement that nothing needs is a finding. */
export function check(given: Facts): Finding[] {
  // a network whose name is still to be replaced may be any
  const isComplete = given.complete && !given.networks.some(({ subject }) => hasPlaceholder(subject.name));
  const workloads = withScalers(withoutOwned(given.workloads), given.scalers);
  const facts = { ...given, networks: withNodeConfigs(given), workloads, complete: isComplete };
  const all = resolve(facts);
  const attachments = all.filter(({ workload }) => workload.known === undefined);
  const nodesOf = nodesOfWorkloads(attachments);
  const found = withoutPlaceholders([
    ...checkInstallations(facts),
    ...checkNetworks(facts, { links: networksOfLinks(attachments), defaults: onlyDefaults(facts, all) }),
    ...checkNodeConfigs(facts),
    ...checkWorkloads(facts),
    ...checkReferences(facts, all),
    // machines ask for MAC addresses alone
    ...checkRequests(all.filter(({ workload }) => workload.known === undefined || workload.bridged), nodesOf),
    ...checkAskedAddresses(attachments, facts.networks),
    ...checkGateways(attachments),
    ...checkBonds(attachments),
    ...checkMachines(all),
    ...checkNodeSets(all.filter(({ workload }) => workload.known !== 'networks')),
    ...checkPlacement(attachments, nodesOf),
    ...checkSoleUsers(attachments, nodesOf),
    ...checkPolicies(facts),
    ...checkCluster(facts, attachments),
  ]);
  // by what is acknowledged, which all facts of one object share
  const used: UsedAcknowledgements = new Map();
  const open = found.filter(({ subject, alsoAt, fault }) => {
    const at = [subject, alsoAt].find((place) => place?.acknowledgements.has(fault.rule));
    if (at) {
      used.set(at.acknowledgements, (used.get(at.acknowledgements) ?? new Set()).add(fault.rule));
    }
    return !at;
  });
  return [...open, ...checkAcknowledgements(facts, attachments, used)];
}

type UsedAcknowledgements = Map<Subject['acknowledgements'], Set<string>>;

/** Found at pods, and acknowledged on their network too: where its pods are not here, nobody can say that it is unused. */
const FOUND_AT_PODS = [
  HOST_LOCAL_ACROSS_NODES, IPS_HELD_AT_ROLLOUT, MAC_HELD_AT_ROLLOUT, MAC_SHARED, NODE_POOL_SMALL, NODE_SETS_DISJOINT, PODS_OUTSIDE_NODE_SET,
  POOL_EXHAUSTED, POOL_FULL_AT_ROLLOUT, ROUTE_GATEWAY_UNREACHABLE, STATIC_ADDRESS_SHARED, VM_BRIDGE_UNREACHABLE,
].map(({ id }) => id);

/** Found at networks because of what is installed. */
const FOUND_BY_INSTALLATIONS = [
  rules.CNI_VERSION_TOO_NEW, rules.DHCP_DAEMON_NOT_INSTALLED, rules.KEY_TOO_NEW, rules.NODE_SLICE_CONTROLLER_MISSING, rules.NODE_SLICE_NAMESPACE,
  rules.PLUGIN_NOT_INSTALLED, rules.WHEREABOUTS_NOT_INSTALLED,
].map(({ id }) => id);

/** Whether what is acknowledged is found, and what stands there says what is. */
function checkAcknowledgements({ networks, workloads, installations, nodeConfigs, policies, complete }: Facts, attachments: readonly Attachment[],
  used: UsedAcknowledgements): Finding[] {
  const attached = new Set(attachments.map(({ network }) => network?.subject));
  // of two objects that make a finding together, one may be elsewhere
  const incomplete = new Set(attachments.filter(({ network }) => !network).map(({ workload }) => workload.subject.acknowledgements));
  // not all rules look at these
  const partlyKnown = new Set(workloads.filter((workload) => workload.known !== undefined).map(({ subject }) => subject.acknowledgements));
  const isJudged = (subject: Subject, rule: string) => complete || (!incomplete.has(subject.acknowledgements)
    && (attached.has(subject) || !FOUND_AT_PODS.includes(rule))
    && (installations.length > 0 || !FOUND_BY_INSTALLATIONS.includes(rule)));
  const isUnused = (subject: Subject, rule: string) => !used.get(subject.acknowledgements)?.has(rule)
    && !partlyKnown.has(subject.acknowledgements) && isJudged(subject, rule);
  const all = [...networks, ...workloads, ...installations, ...nodeConfigs, ...policies];
  const subjects = new Map(all.map(({ subject }) => [subject.acknowledgements, subject]));
  const path = ['metadata', 'annotations', ACKNOWLEDGE_ANNOTATION];
  return [...subjects.values()].flatMap((subject) => findingsOf(subject, [
    ...[...subject.acknowledgements.keys()].filter((rule) => isUnused(subject, rule)).map((rule) => ACKNOWLEDGEMENT_UNUSED.fault(path, rule, {})),
    ...(subject.malformedAcknowledgements ?? []).map((line) => ACKNOWLEDGEMENT_INVALID.fault(path, line, {
      problem: 'does not acknowledge anything', expected: 'a line for each rule: its id, a colon, and why its findings may pass', fix: 'write "rule-id: reason", or remove the line',
    })),
  ]));
}
