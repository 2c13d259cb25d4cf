import { Construct } from 'constructs';
import { CniNetworkProps, NetworkProps } from './cni-network';
import { checkResourceName } from './resource-name';
import { isMtu } from '../cni/interface-on-master';
import { IIpam } from '../cni/ipam';
import { Conf, KeySet, isConf, isIpam } from '../cni/keys';
import { knownPlugin } from '../cni/known-plugins';
import { checkGiven, propertyOf, toKeys } from '../cni/properties';
import { Fault, refuse } from '../diagnostics';
import { IPAM_MISSING, KEY_TYPE, MASTER_INVALID, MTU_INVALID, PROPERTY_MISSING } from '../diagnostics/config';
import { RESOURCE_ANNOTATION } from '../facts';

// What the networks of one plugin each share: their properties are the keys of the plugin, and `ipam`.

/** What is particular to a plugin. */
export interface TypedNetworkOptions<P> {
  /** The properties that must be there, each with what it is. */
  readonly required?: Readonly<Record<string, string>>;
  /** What the properties may not be, beside what the check of the plugin refuses in its own words. */
  readonly check?: (props: P) => Fault[];
  /** Those of the properties that the plugin wants in another form, and those with a default of ours. */
  readonly render?: (props: P) => object;
}

/** Properties that no plugin reads, or all do. */
interface SharedProps extends NetworkProps {
  readonly ipam?: IIpam;
  readonly dns?: object;
  readonly resourceName?: string;
}

export const MASTER = 'the name of the interface on the node, such as "eth1"';

/** The properties of a `CniNetwork` that those of a network of one plugin amount to. */
export function typedNetwork<P extends SharedProps>(scope: Construct, id: string, type: string, props: P,
  options: TypedNetworkOptions<P> = {}): CniNetworkProps {
  const plugin = knownPlugin(type);
  const keys = plugin?.keys ?? {};
  // whether there is a scope, and whether it can be one, its base class checks
  const parent = (scope as Construct | undefined)?.node?.path;
  refuse(parent ? `${parent}/${id}` : id, isConf(props)
    ? [
      ...checkProps(props, type, plugin?.needsIpam === 'required', options.required ?? {}),
      ...options.check?.(props) ?? [],
      ...checkGiven({ ...divide(props, keys)[0], dns: props.dns }, []),
    ]
    : [KEY_TYPE.fault(['props'], props, { expected: 'an object' })]);
  const { ipam, dns, resourceName, ...others } = { ...props, ...options.render?.(props) };
  const [own, common] = divide(others, keys);
  return {
    ...common,
    ...(resourceName !== undefined && { annotations: { ...props.annotations, [RESOURCE_ANNOTATION]: resourceName } }),
    config: { type, ...toKeys(own, keys), dns, ipam },
    _typed: true,
  };
}

/** The properties that stand for keys of the plugin, and the others. */
function divide(properties: Conf, keys: KeySet): Conf[] {
  const own = new Set(Object.keys(keys).map(propertyOf));
  return [true, false].map((isOwn) => Object.fromEntries(Object.entries(properties).filter(([property]) => own.has(property) === isOwn)));
}

/** What JavaScript lets through, or what only the configuration, not a property, may be. */
function checkProps(props: SharedProps & Conf, type: string, needsIpam: boolean, required: Readonly<Record<string, string>>): Fault[] {
  return [
    ...Object.entries(required).filter(([property]) => props[property] === undefined)
      .map(([property, expected]) => PROPERTY_MISSING.fault([property], undefined, { expected })),
    ...(props.master === '' ? [MASTER_INVALID.fault(['master'], props.master, {})] : []),
    ...(props.mtu === undefined || isMtu(props.mtu) ? [] : [MTU_INVALID.fault(['mtu'], props.mtu, {})]),
    ...checkResourceName(props.resourceName),
    ...checkIpam(props.ipam, type, needsIpam),
  ];
}

function checkIpam(ipam: unknown, type: string, isRequired: boolean): Fault[] {
  if (ipam === undefined) {
    return isRequired ? [IPAM_MISSING.fault(['ipam'], ipam, { plugin: type })] : [];
  }
  return isIpam(ipam)
    ? []
    : [KEY_TYPE.fault(['ipam'], ipam, { expected: 'what a factory of Ipam returns, such as Ipam.hostLocal({ … })' })];
}
