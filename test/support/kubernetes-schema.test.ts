import { expectValid, schemaErrors } from './kubernetes-schema';

const CONTAINER = { name: 'app', image: 'app:1' };
const pod = (spec: object, metadata: object = { name: 'app' }) => ({ apiVersion: 'v1', kind: 'Pod', metadata, spec });
const network = (spec: object, metadata: object = { name: 'storage' }) => ({ apiVersion: 'k8s.cni.cncf.io/v1', kind: 'NetworkAttachmentDefinition', metadata, spec });
const crd = (schema: object) => ({
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'things.example.com' },
  spec: {
    group: 'example.com',
    scope: 'Namespaced',
    names: { plural: 'things', kind: 'Thing' },
    versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: schema } }],
  },
});

describe('a manifest that the API accepts', () => {
  test.each([
    ['a Pod', pod({ containers: [CONTAINER] })],
    ['free keys where the API has a map', pod({ containers: [CONTAINER], nodeSelector: { 'example.com/any': 'x' } }, { name: 'app', labels: { any: 'x' } })],
    ['quantities as text and as number', pod({ containers: [{ ...CONTAINER, resources: { limits: { cpu: 1, memory: '5Mi' } } }] })],
    ['a number or text', {
      apiVersion: 'apps/v1',
      kind: 'DaemonSet',
      metadata: { name: 'app' },
      spec: {
        selector: { matchLabels: { app: 'app' } },
        template: { metadata: { labels: { app: 'app' } }, spec: { containers: [CONTAINER] } },
        updateStrategy: { rollingUpdate: { maxUnavailable: '10%', maxSurge: 0 } },
      },
    }],
    ['a network', network({ config: '{}' }, { name: 'storage', annotations: { any: 'x' } })],
    ['a network without a configuration', { ...network({}), spec: undefined }],
    ['a CRD whose schema has descriptions', crd({ description: 'A thing.', type: 'object', properties: { spec: { description: 'What it is.', type: 'object' } } })],
    ['any content where the API takes any', crd({ type: 'object', default: { any: 1 } })],
  ])('passes: %s', (_, manifest) => {
    expect(schemaErrors(manifest)).toEqual([]);
    expect(() => expectValid(manifest)).not.toThrow();
  });
});

describe('a manifest that the API refuses', () => {
  test.each([
    ['a misspelt field', pod({ containers: [{ ...CONTAINER, imagePullPolicyy: 'Always' }] }), ['/spec/containers/0 has the unknown field "imagePullPolicyy"']],
    ['a misspelt field at the top', { ...pod({ containers: [CONTAINER] }), spek: {} }, ['/ has the unknown field "spek"']],
    ['a misspelt field of the metadata', pod({ containers: [CONTAINER] }, { name: 'app', lables: {} }), ['/metadata has the unknown field "lables"']],
    ['a field of another kind', pod({ containers: [CONTAINER], description: 'x' }), ['/spec has the unknown field "description"']],
    ['a wrong type', pod({ containers: [CONTAINER], hostNetwork: 'yes' }), ['/spec/hostNetwork is not of type boolean']],
    ['a list that is none', pod({ containers: CONTAINER }), ['/spec/containers is not of type array']],
    ['a missing field', pod({ containers: [{ image: 'app:1' }] }), ['/spec/containers/0 has no "name"']],
    ['several at once', pod({ containers: [{ image: 1 }] }), ['/spec/containers/0 has no "name"', '/spec/containers/0/image is not of type string']],
    ['a misspelt field of a network', network({ conf: '{}' }), ['/spec has the unknown field "conf"']],
    ['a network whose configuration is not text', network({ config: {} }), ['/spec/config is not of type string']],
    ['wrong metadata of a network', network({}, { name: 'storage', labels: { a: 1 }, annotation: {} }), [
      '/metadata/labels/a is not of type string',
      '/metadata has the unknown field "annotation"',
    ]],
    ['a misspelt keyword in the schema of a CRD', crd({ type: 'object', propertiess: {} }), ['/spec/versions/0/schema/openAPIV3Schema has the unknown field "propertiess"']],
    ['an unknown kind', { apiVersion: 'v1', kind: 'Pood' }, ['no schema for apiVersion "v1", kind "Pood"']],
    ['an unknown version', { apiVersion: 'apps/v9', kind: 'DaemonSet' }, ['no schema for apiVersion "apps/v9", kind "DaemonSet"']],
    ['no manifest', undefined, ['no schema for apiVersion undefined, kind undefined']],
  ])('fails: %s', (_, manifest, errors) => {
    expect(schemaErrors(manifest)).toEqual(errors);
  });

  test('fails with the kind, the name and every error', () => {
    expect(() => expectValid(pod({ containers: [{ image: 1 }] }))).toThrow(new Error(
      'Pod app does not fit its schema:\n  /spec/containers/0 has no "name"\n  /spec/containers/0/image is not of type string',
    ));
  });
});
