import { AttachmentOptions } from './attachment-options';
import { Conf, isConf } from '../cni/keys';
import { Fault, Step } from '../diagnostics';
import { KEY_TYPE } from '../diagnostics/config';
import { Selection, checkSelection } from '../facts';

/** The names of the options in the annotation. */
const KEYS: Readonly<Record<string, string>> = {
  interfaceName: 'interface',
  ips: 'ips',
  mac: 'mac',
  defaultRoute: 'default-route',
  infinibandGuid: 'infiniband-guid',
  bandwidth: 'bandwidth',
  portMappings: 'portMappings',
  deviceId: 'deviceID',
  cniArgs: 'cni-args',
  ipamClaimReference: 'ipam-claim-reference',
};
const ENTRIES = Object.entries(KEYS);
const OPTIONS = new Map(ENTRIES.map(([option, key]) => [key, option]));

/** What the annotation says of an attachment, and what is wrong with it in the words of the options. */
export function readOptions(name: string, namespace: string | undefined, options: AttachmentOptions): { selection: Selection; faults: Fault[] } {
  if (!isConf(options)) {
    return { selection: { name }, faults: [KEY_TYPE.fault(['options'], options, { expected: 'an object' })] };
  }
  const selection: Record<string, unknown> & { name: string } = { name, ...(namespace !== undefined && { namespace }) };
  for (const [option, key] of ENTRIES) {
    const value = (options as Conf)[option];
    if (value !== undefined) {
      selection[key] = option === 'portMappings' ? portMappings(value) : value;
    }
  }
  const faults = checkSelection(selection).map((fault) => {
    const [key, ...rest] = fault.path;
    return { ...fault, path: [optionOf(String(key)), ...rest] };
  });
  return { selection, faults };
}

/** The way to a value of an attachment, in the words of the options. */
export function optionPath(index: number, key: string, ...rest: readonly Step[]): readonly Step[] {
  return ['attachments', index, optionOf(key), ...rest];
}

function optionOf(key: string): string {
  return OPTIONS.get(key) ?? key;
}

/** `hostIp` is `hostIP` in the annotation. The plugin has no default for the protocol. */
function portMappings(value: unknown): unknown {
  return Array.isArray(value)
    ? value.map((mapping: unknown) => {
      if (!isConf(mapping)) {
        return mapping;
      }
      const { hostIp, ...others } = mapping;
      return { ...others, protocol: mapping.protocol ?? 'tcp', ...(hostIp !== undefined && { hostIP: hostIp }) };
    })
    : value;
}
