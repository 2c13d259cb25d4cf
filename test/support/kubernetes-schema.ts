import { readFileSync, readdirSync } from 'fs';
import { createRequire } from 'module';
import { join } from 'path';
import Ajv, { ErrorObject, ValidateFunction } from 'ajv';
import { parseAllDocuments } from 'yaml';

/**
 * Checks manifests strictly against the schemas of the Kubernetes API, without a cluster: a field that the API does not have
 * is an error, as with `kubectl apply --validate=strict`.
 *
 * Kinds of Kubernetes itself are checked by `kubernetes-models`, which ships a compiled validator for each kind of the API (also
 * for CustomResourceDefinition). Such a validator lets unknown fields pass, but it reads every field that its schema has: a
 * field that it never reads is unknown. Custom resources are checked by the schemas of the CRDs in `imports/`.
 */
export function schemaErrors(manifest: any): string[] {
  const { apiVersion, kind } = manifest ?? {};
  const errors = customResource(apiVersion, kind)?.(manifest) ?? builtIn(apiVersion, kind)?.(manifest);
  return errors ?? [`no schema for apiVersion ${JSON.stringify(apiVersion)}, kind ${JSON.stringify(kind)}`];
}

/** Fails with every error of the manifest, its kind and its name. */
export function expectValid(manifest: any): void {
  const errors = schemaErrors(manifest);
  if (errors.length > 0) {
    throw new Error(`${manifest?.kind} ${manifest?.metadata?.name} does not fit its schema:\n  ${errors.join('\n  ')}`);
  }
}

const load = createRequire(__filename);

type Check = (manifest: any) => string[];

/** The check of a kind that Kubernetes itself has. */
function builtIn(apiVersion: unknown, kind: unknown): Check | undefined {
  const validate = validatorOf(`kubernetes-models/${apiVersion}/${kind}`);
  return validate && ((manifest) => {
    const recorder = new Recorder();
    validate(recorder.watch(manifest));
    return [...(validate.errors ?? []).map(errorText), ...recorder.neverRead(manifest)];
  });
}

/** The compiled validator that a model class of the package imports: the class itself would copy the manifest first. */
function validatorOf(path: string): ValidateFunction | undefined {
  const file = resolveOrNothing(path);
  const name = file && /require\("([./]*_schemas\/\w+\.js)"\)/.exec(readFileSync(file, 'utf8'))?.[1];
  return name ? load(join(file, '..', name)).validate : undefined;
}

function resolveOrNothing(path: string): string | undefined {
  try {
    return load.resolve(path);
  } catch {
    return undefined;
  }
}

/** Where the API has a field `description`: the validators of `kubernetes-models` have lost it, mistaken for a description of the schema. */
const DESCRIBED = /\/(openAPIV3Schema|additionalPrinterColumns)/;

/** Hands out a value to a validator and remembers which fields of which object it asked for. */
class Recorder {
  private readonly asked = new Map<object, Set<string>>();
  private readonly watched = new Map<object, object>();

  public watch(value: any): any {
    if (typeof value !== 'object' || value === null) {
      return value;
    }
    const known = this.watched.get(value);
    if (known) {
      return known;
    }
    const asked = new Set<string>();
    const proxy = new Proxy(value, {
      get: (target, key) => {
        asked.add(String(key));
        return this.watch(target[key]);
      },
    });
    this.asked.set(value, asked);
    this.watched.set(value, proxy);
    return proxy;
  }

  /** The fields of the value that nothing asked for. An object of which nothing at all was asked may hold anything. */
  public neverRead(value: any, path = ''): string[] {
    const asked = this.asked.get(value);
    if (!asked || asked.size === 0) {
      return [];
    }
    return Object.keys(value)
      .filter((key) => !(key === 'description' && DESCRIBED.test(path)))
      .flatMap((key) => (asked.has(key) ? this.neverRead(value[key], `${path}/${key}`) : [unknownField(path, key)]));
  }
}

const customResources = new Map<string, Check>();

/** The check of a kind that a CRD in `imports/` defines. */
function customResource(apiVersion: unknown, kind: unknown): Check | undefined {
  if (customResources.size === 0) {
    loadCustomResources();
  }
  return customResources.get(`${apiVersion}/${kind}`);
}

function loadCustomResources(): void {
  const folder = join(__dirname, '..', '..', 'imports');
  const metadata = validatorOf('@kubernetes-models/apimachinery/apis/meta/v1/ObjectMeta');
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.yaml'))) {
    for (const { spec } of parseAllDocuments(readFileSync(join(folder, file), 'utf8')).map((document) => document.toJS())) {
      for (const { name, schema } of spec.versions) {
        const validate = new Ajv({ allErrors: true, strict: false }).compile(closed(schema.openAPIV3Schema));
        customResources.set(`${spec.group}/${name}/${spec.names.kind}`, (manifest) => {
          const recorder = new Recorder();
          metadata?.(recorder.watch(manifest.metadata), { instancePath: '/metadata' } as any);
          validate(manifest);
          return [...(validate.errors ?? []), ...(metadata?.errors ?? [])].map(errorText).concat(recorder.neverRead(manifest.metadata, '/metadata'));
        });
      }
    }
  }
}

/** The schema with every object that lists its properties closed. A CRD lists none for `metadata`. */
function closed(schema: any): any {
  if (Array.isArray(schema)) {
    return schema.map(closed);
  }
  if (typeof schema !== 'object' || schema === null) {
    return schema;
  }
  const copy = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closed(value)]));
  return copy.properties && copy.additionalProperties === undefined && !copy['x-kubernetes-preserve-unknown-fields']
    ? { ...copy, additionalProperties: false }
    : copy;
}

function errorText({ instancePath, keyword, params }: ErrorObject): string {
  const place = instancePath || '/';
  switch (keyword) {
    case 'additionalProperties': return unknownField(place, params.additionalProperty);
    case 'required': return `${place} has no ${JSON.stringify(params.missingProperty)}`;
    case 'type': return `${place} is not of type ${params.type}`;
    case 'enum': return `${place} is none of ${JSON.stringify(params.allowedValues)}`;
    default: return `${place} breaks ${JSON.stringify(keyword)}: ${JSON.stringify(params)}`;
  }
}

function unknownField(place: string, field: string): string {
  return `${place || '/'} has the unknown field ${JSON.stringify(field)}`;
}
