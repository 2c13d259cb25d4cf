import { readFileSync } from 'fs';
import { report } from './cost-of';

// check.js check|parse FILE: the command's checks on a file of manifests, or only the YAML library's parse of it

const [what, file] = process.argv.slice(2);
if (what === 'parse') {
  const { parseAllDocuments } = require('yaml') as typeof import('yaml');
  report(() => parseAllDocuments(readFileSync(file, 'utf8')).forEach((document) => document.toJS()));
} else {
  const { ManifestCheck } = require('../../lib/manifests/manifest-check') as typeof import('../../lib/manifests/manifest-check');
  let summary = '';
  report(() => {
    const check = new ManifestCheck();
    check.add(file, readFileSync(file, 'utf8'));
    const { findings, checked } = check.finish();
    summary = `${checked.networks} ${checked.workloads} ${findings.length}`;
  }, () => summary);
}
