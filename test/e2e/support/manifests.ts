import { readFileSync, readdirSync } from 'fs';
import { join } from 'path';
import { Chart, Testing, Yaml } from 'cdk8s';
import { parseAllDocuments } from 'yaml';
import { ROOT, runOk, withTemporaryFolder } from '../../support/process';

/** The names of the examples. */
export const EXAMPLES = readdirSync(join(ROOT, 'examples')).filter((file) => /^[^.]+\.ts$/.test(file)).map((file) => file.replace('.ts', ''));

/** The objects that an example synthesizes, read back from the YAML that a user applies. */
export function synthesized(example: string): any[] {
  return withTemporaryFolder((folder) => {
    runOk('node', ['-r', 'ts-node/register', `examples/${example}.ts`], ROOT, { CDK8S_OUTDIR: folder });
    return readdirSync(folder).filter((file) => file.endsWith('.yaml')).sort().flatMap((file) => objects(readFileSync(join(folder, file), 'utf8')));
  });
}

/** The objects of a chart, read back from YAML. */
export function readBack(chart: Chart): any[] {
  return objects(Yaml.stringify(...Testing.synth(chart)));
}

/** The manifests with one text in the configuration of every network replaced: broken on purpose. */
export function broken(manifests: readonly any[], from: string | RegExp, to: string): any[] {
  return manifests.map((object) => {
    if (object.kind !== 'NetworkAttachmentDefinition') {
      return object;
    }
    const config = object.spec.config.replace(from, to);
    if (config === object.spec.config) {
      throw new Error(`nothing to break: ${from} is not in ${object.spec.config}`);
    }
    return { ...object, spec: { config } };
  });
}

const NETWORKS = 'k8s.v1.cni.cncf.io/networks';

/** The pods in networks that the API makes of the objects: one of each workload. */
export function podsOf(manifests: readonly any[]): any[] {
  return manifests.map(podOf).filter((pod) => pod?.metadata.annotations?.[NETWORKS] !== undefined);
}

function podOf({ kind, metadata, spec }: any): any {
  const template = kind === 'CronJob' ? spec.jobTemplate.spec.template : spec?.template;
  return kind === 'Pod' ? { metadata, spec } : template && { ...template, metadata: { ...template.metadata, name: metadata.name, namespace: metadata.namespace } };
}

/** A copy of a pod under another name. */
export function copyOf(pod: any, name: string): any {
  return { ...pod, metadata: { ...pod.metadata, name } };
}

function objects(yaml: string): any[] {
  return parseAllDocuments(yaml).map((document) => document.toJS()).filter((object) => object !== null);
}
