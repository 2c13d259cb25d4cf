import * as acknowledgements from './acknowledgements';
import * as attachment from './attachment';
import * as chain from './chain';
import * as cluster from './cluster';
import * as config from './config';
import * as devices from './devices';
import * as install from './install';
import * as installations from './installations';
import * as ipams from './ipams';
import * as networks from './networks';
import * as networkStatus from './network-status';
import * as nodeConfigs from './node-configs';
import * as nodes from './nodes';
import * as ovn from './ovn';
import * as plugins from './plugins';
import * as policies from './policies';
import * as pool from './pool';
import * as requests from './requests';
import { Rule } from './rule';
import * as validation from './validation';

/** The files of this folder that define rules. */
const FAMILIES = [
  acknowledgements, attachment, chain, cluster, config, devices, install, installations, ipams,
  networks, networkStatus, nodeConfigs, nodes, ovn, plugins, policies, pool, requests, validation,
];

/** All rules, ordered by id. */
export const RULES: readonly Rule<any>[] = FAMILIES
  .flatMap((family) => Object.values<unknown>(family))
  .filter((value): value is Rule<any> => value instanceof Rule)
  .sort((a, b) => (a.id < b.id ? -1 : 1));

const BY_ID: ReadonlyMap<string, Rule<any>> = new Map(RULES.map((rule) => [rule.id, rule]));

/** The rule of this id. */
export function ruleOf(id: string): Rule<any> | undefined {
  return BY_ID.get(id);
}
