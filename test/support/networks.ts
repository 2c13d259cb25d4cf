import * as fc from 'fast-check';
import { Testing } from 'cdk8s';
import { Construct } from 'constructs';
import { CniNetwork, Ipam } from '../../lib';
import { chartOf } from './app';
import { expectOneLineAtMost, messageThrownBy } from './messages';

export const POOL = Ipam.hostLocal({ subnet: '192.168.1.0/24' });
export const POOL_TEXT = '"ipam":{"type":"host-local","subnet":"192.168.1.0/24"}';

export const NO_IPAM = (plugin: string, got = 'nothing') => `ipam-missing 'ipam' names no plugin for the addresses, and ${plugin} needs one: got ${got}; `
  + 'expected an object with a \'type\', such as { "type": "host-local", "subnet": "192.168.1.0/24" }; say where the addresses come from';
export const NO_FACTORY = (got: string) =>
  `key-type 'ipam' has the wrong type: got ${got}; expected what a factory of Ipam returns, such as Ipam.hostLocal({ … }); correct the value`;
export const NO_MTU = (got: string) => `mtu-invalid 'mtu' is not an MTU: got ${got}; expected a whole number of bytes from 68 to 65535; correct it, or leave it out`;
export const NO_MASTER = "property-missing 'master' is required: got nothing; expected the name of the interface on the node, such as \"eth1\"; set it";

/** A class of networks of one plugin, for tests that are the same for all. */
export function typed<P>(type: new (scope: Construct, id: string, props: P) => CniNetwork): {
  /** The text of the configuration, on one line. */
  configOf(props: P): string;
  /** What the constructor says, without the place. */
  failure(props: unknown): string;
  /** Whatever JavaScript lets through is a network, or one message of one line. */
  neverBreaks(...properties: readonly string[]): void;
} {
  return {
    configOf: (props) => {
      const chart = chartOf('networks');
      new type(chart, 'net', props);
      return JSON.stringify(JSON.parse(Testing.synth(chart)[0].spec.config));
    },
    failure: (props) => {
      const message = messageThrownBy(() => new type(chartOf('networks'), 'net', props as P));
      expect(message).toMatch(/^\[networks\/net\] /);
      return message.replace('[networks/net] ', '');
    },
    neverBreaks: (...properties) => {
      const value = fc.oneof(fc.constantFrom<unknown>('eth1', 100, true, POOL, '', 0, null), fc.anything());
      const props = fc.dictionary(fc.constantFrom(...properties, 'chained', 'annotations', 'resourceName', 'ipam', 'mtu', 'rawConfig'), value);
      fc.assert(fc.property(fc.oneof(props, fc.anything()), (given) => {
        expectOneLineAtMost(() => new type(chartOf(), 'net', given as P));
      }), { numRuns: 150 });
    },
  };
}
