import { Conf, TEXT, checkKeys, isConf } from './keys';
import { isGiven } from './values';
import { Ip, Subnet } from '../address';
import { Fault, Step, pathText } from '../diagnostics';
import { KEY_TYPE } from '../diagnostics/config';
import { ADDRESS_NOT_CIDR, GATEWAY_NOT_ON_LINK, STATIC_ADDRESS_DUPLICATE, STATIC_ADDRESS_RESERVED, STATIC_ADDRESS_UNUSABLE } from '../diagnostics/ipams';
import { ADDRESS_INVALID } from '../diagnostics/pool';

/** The `addresses` of static and of whereabouts: the subnets that they are in, undefined where one is not known, and what is wrong with them. */
export function readAddresses(ipam: Conf, plugin: string, path: readonly Step[], faults: Fault[],
  clean = (text: string) => text): Subnet[] | undefined {
  if (!isGiven(ipam.addresses)) {
    return [];
  }
  if (!Array.isArray(ipam.addresses)) {
    faults.push(KEY_TYPE.fault([...path, 'addresses'], ipam.addresses, { expected: 'a list of objects with an \'address\'' }));
    return undefined;
  }
  const firsts = new Map<string, number>();
  const read = Array.from(ipam.addresses as unknown[]).flatMap((entry, i) => {
    const at = [...path, 'addresses', i];
    if (!isConf(entry)) {
      faults.push(KEY_TYPE.fault(at, entry, { expected: 'an object with an \'address\', such as { "address": "192.168.1.10/24" }' }));
      return [];
    }
    faults.push(...checkKeys(entry, { address: TEXT, gateway: TEXT }, `an address of ${plugin}`, at));
    const subnets = readAddress(entry, at, faults, clean);
    for (const { address, prefix } of subnets) {
      const text = `${address}/${prefix}`;
      const first = firsts.get(text);
      firsts.set(text, first ?? i);
      faults.push(...(first === undefined ? [] : [STATIC_ADDRESS_DUPLICATE.fault([...at, 'address'], entry.address, { first: pathText([...path, 'addresses', first]) })]));
    }
    return subnets;
  });
  return read.length === ipam.addresses.length ? read : undefined;
}

function readAddress(entry: Conf, path: readonly Step[], faults: Fault[], clean: (text: string) => string): Subnet[] {
  const subnet = typeof entry.address === 'string' ? Subnet.parse(clean(entry.address)) : undefined;
  if (!subnet) {
    if (typeof entry.address === 'string' || !isGiven(entry.address)) {
      faults.push(ADDRESS_NOT_CIDR.fault([...path, 'address'], entry.address, {}));
    }
    return [];
  }
  faults.push(...checkUsable(subnet, entry.address, [...path, 'address']));
  if (typeof entry.gateway === 'string' && entry.gateway !== '') {
    const gateway = Ip.parse(entry.gateway);
    if (!gateway) {
      faults.push(ADDRESS_INVALID.fault([...path, 'gateway'], entry.gateway, { example: '192.168.1.1' }));
    } else if (!isPointToPoint(subnet) && !subnet.reaches(gateway)) {
      faults.push(GATEWAY_NOT_ON_LINK.fault([...path, 'gateway'], entry.gateway, { subnets: [String(subnet)] }));
    }
  }
  return [subnet];
}

/** Whether a machine can have the address with its prefix length. */
export function checkUsable(subnet: Subnet, got: unknown, path: readonly Step[]): Fault[] {
  const role = roleOf(subnet);
  const { special } = subnet.address;
  if (special !== undefined) {
    return [STATIC_ADDRESS_UNUSABLE.fault(path, got, { kind: special })];
  }
  return role === undefined ? [] : [STATIC_ADDRESS_RESERVED.fault(path, got, { role, subnet: String(subnet) })];
}

/** The role of an address that no machine can have, in a subnet that is large enough to have one. */
function roleOf(subnet: Subnet): string | undefined {
  const hostBits = (subnet.family === 4 ? 32 : 128) - subnet.prefix;
  if (hostBits < 2) {
    return undefined;
  }
  if (!subnet.hasHostBits) {
    return subnet.family === 4 ? 'network address' : 'subnet-router anycast address';
  }
  return subnet.family === 4 && subnet.address.equals(subnet.last) ? 'broadcast address' : undefined;
}

/** One address alone has no subnet for a gateway to be in. */
function isPointToPoint(subnet: Subnet): boolean {
  return subnet.size === 1n;
}
