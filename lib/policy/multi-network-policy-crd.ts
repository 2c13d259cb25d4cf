import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { readFileSync } from 'fs';
import { join } from 'path';
import { parse } from 'yaml';
import { clusterScoped } from '../install/cluster-scoped';

/** The CRD of policies, beside what `cdk8s import` made of it. */
const CRD = join(__dirname, '..', '..', 'imports', 'multi-network-policy.crd.yaml');

/**
 * What the cluster needs to know a `MultiNetworkPolicy`. It has the name of upstream's, so applying it over that takes it over.
 *
 * Put it in a chart that is applied before the policies. It enforces nothing: that is the work of, for instance,
 * multi-networkpolicy-iptables.
 *
 * @see https://github.com/k8snetworkplumbingwg/multi-networkpolicy
 */
export class MultiNetworkPolicyCrd extends Construct {
  /** The CustomResourceDefinition of policies. */
  public readonly crd: ApiObject;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.crd = clusterScoped(new ApiObject(this, 'Resource', parse(readFileSync(CRD, 'utf8'))));
  }
}
