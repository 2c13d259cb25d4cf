import { mkdirSync, writeFileSync } from 'fs';
import { join } from 'path';
import { libraryApp } from './library-app';

// as-json.js OUTDIR PODS: the scenario, with the constructs of this library and all rules, written as JSON rather than YAML

const [outdir, pods] = process.argv.slice(2);
mkdirSync(outdir, { recursive: true });
for (const chart of libraryApp(outdir, Number(pods)).charts) {
  writeFileSync(join(outdir, `${chart.node.id}.json`), `${JSON.stringify({ apiVersion: 'v1', kind: 'List', items: chart.toJson() })}\n`);
}
