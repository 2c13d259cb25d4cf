import { ApiObject, Lazy } from 'cdk8s';
import { IConstruct } from 'constructs';
import { nearest } from '../cni/keys';
import { refuse } from '../diagnostics';
import { ACKNOWLEDGEMENT_INVALID } from '../diagnostics/acknowledgements';
import { RULES, ruleOf } from '../diagnostics/registry';
import { AppFacts } from '../facts';
import { ACKNOWLEDGE_ANNOTATION, acknowledgementText } from '../facts/acknowledgements';

/** What was acknowledged on each object, in the order in which it was said. */
const ACKNOWLEDGED = new WeakMap<ApiObject, Map<string, string>>();

/**
 * The findings that a user has seen on an object and lets pass, each with the reason.
 *
 * They are written on the object as the annotation `cdk8s-multus/acknowledge`, so that whoever checks the manifests sees them too.
 */
export class Acknowledgements {
  /**
   * The acknowledgements of a network, a workload or an installation.
   *
   * @throws where the construct has no object that could carry them
   */
  public static of(scope: IConstruct): Acknowledgements {
    const object = objectOf(scope);
    if (!object) {
      refuse(scope?.node?.path ?? 'Acknowledgements.of', [ACKNOWLEDGEMENT_INVALID.fault(['scope'], scope?.constructor?.name, {
        problem: 'has no Kubernetes object of its own', expected: 'a network, a workload or an ApiObject', fix: 'pass the construct that the finding names',
      })]);
      throw new Error('unreachable');
    }
    return new Acknowledgements(scope, object);
  }

  private constructor(private readonly scope: IConstruct, private readonly object: ApiObject) {}

  /**
   * Lets the findings of a rule pass on this object.
   *
   * @param rule the id of the rule, such as `host-local-across-nodes`
   * @param reason why they may pass, on one line
   * @returns this, so that calls can follow each other
   * @throws where there is no such rule, or no reason
   */
  public add(rule: string, reason: string): Acknowledgements {
    if (ruleOf(rule) === undefined) {
      const near = typeof rule === 'string' ? nearest(rule, RULES.map(({ id }) => id)) : undefined;
      refuse(this.scope.node.path, [ACKNOWLEDGEMENT_INVALID.fault(['rule'], rule, {
        problem: 'is not the id of a rule', expected: near === undefined ? 'an id such as "host-local-across-nodes"' : JSON.stringify(near), fix: 'copy the id from the finding',
      })]);
    }
    if (typeof reason !== 'string' || !/^\S[^\n\r]*$/.test(reason)) {
      refuse(this.scope.node.path, [ACKNOWLEDGEMENT_INVALID.fault(['reason'], reason, {
        problem: 'is not a reason', expected: 'one line of text', fix: 'say why the finding may pass',
      })]);
    }
    const acknowledged = ACKNOWLEDGED.get(this.object) ?? new Map<string, string>();
    if (!ACKNOWLEDGED.has(this.object)) {
      ACKNOWLEDGED.set(this.object, acknowledged);
      this.object.metadata.addAnnotation(ACKNOWLEDGE_ANNOTATION, Lazy.any({ produce: () => acknowledgementText(acknowledged) }));
    }
    acknowledged.set(rule, reason);
    AppFacts.of(this.scope).changed();
    return this;
  }
}

function objectOf(scope: IConstruct | undefined): ApiObject | undefined {
  const candidate = ApiObject.isApiObject(scope) ? scope : scope?.node?.defaultChild;
  return ApiObject.isApiObject(candidate) ? candidate : undefined;
}
