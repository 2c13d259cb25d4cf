import { PolicyFact, PolicyNetwork } from './facts';
import { memberAt, textOf } from './pod-objects';
import { Subnet } from '../address';
import { Conf, isConf } from '../cni/keys';
import { isGiven } from '../cni/values';
import { Fault, Step } from '../diagnostics';
import { KEY_TYPE } from '../diagnostics/config';
import * as rules from '../diagnostics/policies';

/** The annotation of a policy that names its networks. */
export const POLICY_FOR_ANNOTATION = 'k8s.v1.cni.cncf.io/policy-for';

/** The directions of a policy, each with the key of its rules and the one of the other sides. */
export const DIRECTIONS = [
  { type: 'Ingress', key: 'ingress', peers: 'from' },
  { type: 'Egress', key: 'egress', peers: 'to' },
] as const;

/** The version that upstream's definition serves; it has another one, which it does not. */
export const SERVED_VERSION = 'k8s.cni.cncf.io/v1beta1';

/** One of the directions. */
export type Direction = (typeof DIRECTIONS)[number];

/** Reads a MultiNetworkPolicy. */
export function readPolicy(object: Conf): Pick<PolicyFact, 'apiVersion' | 'faults' | 'networks'> {
  const faults: Fault[] = [];
  const networks = readPolicyFor(memberAt(object, ['metadata', 'annotations', POLICY_FOR_ANNOTATION]), faults);
  const spec = object.spec;
  if (isConf(spec)) {
    faults.push(...checkTypes(spec), ...DIRECTIONS.flatMap((direction) => checkRules(spec[direction.key], direction)));
  } else if (isGiven(spec)) {
    faults.push(KEY_TYPE.fault(['spec'], spec, { expected: 'an object' }));
  }
  return { apiVersion: textOf(object.apiVersion), faults, networks };
}

/** The versions of policies that a definition serves; none of what is no definition of theirs. */
export function servedVersions(object: Conf): string[] {
  const versions = memberAt(object, ['spec', 'versions']);
  const isOfPolicies = object.kind === 'CustomResourceDefinition' && memberAt(object, ['spec', 'names', 'kind']) === 'MultiNetworkPolicy';
  return (isOfPolicies && Array.isArray(versions) ? versions : [])
    .filter((version) => isConf(version) && version.served === true)
    .map((version) => `${textOf(memberAt(object, ['spec', 'group']))}/${textOf(memberAt(version, ['name']))}`);
}

/** Checks one rule of a direction, which lets something through. */
export function checkRule(rule: unknown, { peers }: Direction, path: readonly Step[]): Fault[] {
  if (!isConf(rule)) {
    return [KEY_TYPE.fault(path, rule, { expected: `an object with '${peers}' and 'ports'` })];
  }
  return [
    ...checkEach(rule[peers], [...path, peers], checkPeer),
    ...checkEach(rule.ports, [...path, 'ports'], checkPort),
  ];
}

/** Spaces are nothing to those who enforce policies; a line break is a part of the name. */
function readPolicyFor(text: unknown, faults: Fault[]): PolicyNetwork[] {
  const path = ['metadata', 'annotations', POLICY_FOR_ANNOTATION];
  const items = typeof text === 'string' ? text.replaceAll(' ', '').split(',').filter((item) => item !== '') : [];
  if (isGiven(text) && typeof text !== 'string') {
    faults.push(KEY_TYPE.fault(path, text, { expected: 'a string' }));
  } else if (items.length === 0) {
    faults.push(rules.POLICY_FOR_MISSING.fault(path, text, {}));
  }
  return items.flatMap((item) => {
    const parts = item.split('/');
    if (parts.length > 2 || !parts.every(isObjectName)) {
      faults.push(rules.POLICY_FOR_MALFORMED.fault(path, text, { item }));
      return [];
    }
    return [parts.length === 2 ? { namespace: parts[0], name: parts[1] } : { name: parts[0] }];
  });
}

/** Whether an object can have the name (DNS subdomain). */
function isObjectName(text: string): boolean {
  return text.length <= 253 && /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/.test(text);
}

function checkTypes(spec: Conf): Fault[] {
  const types = spec.policyTypes;
  if (!isGiven(types) || (Array.isArray(types) && types.length === 0)) {
    // with rules for what is sent, everybody takes it for both
    return isEmpty(spec.egress) ? [rules.POLICY_TYPES_MISSING.fault(['spec', 'policyTypes'], types, {})] : [];
  }
  if (!Array.isArray(types)) {
    return [KEY_TYPE.fault(['spec', 'policyTypes'], types, { expected: 'a list of "Ingress" and "Egress"' })];
  }
  const given = types.map((type) => (typeof type === 'string' ? type.toLowerCase() : undefined));
  return [
    ...types.flatMap((type: unknown, i) => (given[i] === 'ingress' || given[i] === 'egress'
      ? []
      : [rules.POLICY_TYPE_UNKNOWN.fault(['spec', 'policyTypes', i], type, {})])),
    ...DIRECTIONS.filter(({ type, key }) => !isEmpty(spec[key]) && !given.includes(type.toLowerCase()))
      .map(({ type, key }) => rules.POLICY_RULES_IGNORED.fault(['spec', key], spec[key], { type })),
  ];
}

function checkRules(list: unknown, direction: Direction): Fault[] {
  return checkEach(list, ['spec', direction.key], (rule, path) => checkRule(rule, direction, path));
}

function checkPeer(peer: unknown, path: readonly Step[]): Fault[] {
  const { ipBlock, podSelector, namespaceSelector } = isConf(peer) ? peer : {} as Conf;
  const isSelector = isGiven(podSelector) || isGiven(namespaceSelector);
  if (isSelector === isGiven(ipBlock)) {
    const problem = isSelector ? "has an 'ipBlock' and a selector" : "has neither an 'ipBlock' nor a selector";
    return [rules.POLICY_PEER_INVALID.fault(path, peer, { problem })];
  }
  return isSelector ? [] : checkIpBlock(ipBlock, [...path, 'ipBlock']);
}

function checkIpBlock(block: unknown, path: readonly Step[]): Fault[] {
  if (!isConf(block)) {
    return [KEY_TYPE.fault(path, block, { expected: 'an object with a \'cidr\'' })];
  }
  const cidr = Subnet.parse(block.cidr);
  return [
    ...(cidr ? [] : [rules.POLICY_CIDR_INVALID.fault([...path, 'cidr'], block.cidr, {})]),
    ...checkEach(block.except, [...path, 'except'], (text, at) => {
      const except = Subnet.parse(text);
      if (!except) {
        return [rules.POLICY_CIDR_INVALID.fault(at, text, {})];
      }
      return !cidr || (cidr.contains(except.network) && except.prefix > cidr.prefix)
        ? []
        : [rules.POLICY_EXCEPT_OUTSIDE.fault(at, text, { cidr: String(cidr) })];
    }),
  ];
}

/** Without a port all of the protocol are meant. */
function checkPort(entry: unknown, path: readonly Step[]): Fault[] {
  if (!isConf(entry)) {
    return [KEY_TYPE.fault(path, entry, { expected: 'an object with a \'port\' and a \'protocol\'' })];
  }
  const { port, endPort, protocol } = entry;
  const isProtocol = typeof protocol === 'string' && ['TCP', 'UDP', 'SCTP'].includes(protocol.toUpperCase());
  return [
    ...(!isGiven(port) || isPort(port) ? []
      : [(isPortName(port) ? rules.POLICY_PORT_NAMED : rules.POLICY_PORT_INVALID).fault([...path, 'port'], port, {})]),
    ...(!isGiven(endPort) || isEndOf(port, endPort) ? [] : [rules.POLICY_PORT_RANGE_INVALID.fault([...path, 'endPort'], endPort, { port })]),
    ...(!isGiven(protocol) || isProtocol ? [] : [rules.POLICY_PROTOCOL_UNKNOWN.fault([...path, 'protocol'], protocol, {})]),
  ];
}

/** A number may stand in quotes. */
function isPort(port: unknown): boolean {
  return (Number.isInteger(port) || (typeof port === 'string' && /^\d+$/.test(port))) && Number(port) >= 1 && Number(port) <= 65535;
}

/** Whether a container's port can have the name (IANA_SVC_NAME). */
function isPortName(port: unknown): boolean {
  return typeof port === 'string' && port.length <= 15 && /^(?=.*[a-z])[a-z0-9]+(-[a-z0-9]+)*$/.test(port);
}

function isEndOf(port: unknown, endPort: unknown): boolean {
  return isPort(port) && Number.isInteger(endPort) && isPort(endPort) && Number(endPort) >= Number(port);
}

/** Checks the items of a list; without one there is nothing to check. */
function checkEach(list: unknown, path: readonly Step[], check: (item: unknown, path: readonly Step[]) => Fault[]): Fault[] {
  if (!isGiven(list)) {
    return [];
  }
  return Array.isArray(list) ? list.flatMap((item: unknown, i) => check(item, [...path, i])) : [KEY_TYPE.fault(path, list, { expected: 'a list' })];
}

function isEmpty(list: unknown): boolean {
  return !isGiven(list) || (Array.isArray(list) && list.length === 0);
}
