import { mkdirSync, readdirSync, writeFileSync } from 'fs';
import { join } from 'path';
import { ROOT, runOk, withTemporaryFolder } from './support/process';

const APP = `
const app = new App();
const chart = new Chart(app, 'networks', { namespace: 'default' });
const storage = new IpvlanNetwork(chart, 'storage', {
  name: 'storage', master: 'eth1', mode: IpvlanMode.L3, ipam: Ipam.hostLocal({ subnet: '192.168.1.0/24' }),
});
new MultusInstall(new Chart(app, 'install'), 'multus');
new MultiHomedPod(chart, 'pod', { networks: [storage], containers: [{ image: 'nginx:1.27' }] });
app.synth();
`;
const NAMES = 'Ipam, IpvlanMode, IpvlanNetwork, MultiHomedPod, MultusInstall';

/** Strict, and with the declarations of the library checked as well. */
const TSCONFIG = {
  compilerOptions: { strict: true, module: 'node16', target: 'es2022', lib: ['es2022', 'dom'], types: [], outDir: 'compiled' },
  files: ['app.ts'],
};

/** The oldest versions that the package says it works with. */
const OLDEST_PEERS = ['cdk8s@2.68.12', 'cdk8s-plus-27@2.9.5', 'constructs@10.3.0'];

test('the packed library works in an empty project with the oldest peers, from JavaScript and from strict TypeScript', () => {
  withTemporaryFolder((folder) => {
    runOk('npm', ['pack', '--ignore-scripts', '--pack-destination', folder], ROOT);
    const tarball = join(folder, readdirSync(folder).find((file) => file.endsWith('.tgz'))!);
    const project = join(folder, 'project');
    mkdirSync(project);
    writeFileSync(join(project, 'package.json'), '{ "private": true }');
    runOk('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', tarball, ...OLDEST_PEERS], project);

    writeFileSync(join(project, 'app.js'), `const { App, Chart } = require('cdk8s');\nconst { ${NAMES} } = require('cdk8s-multus');\n${APP}`);
    writeFileSync(join(project, 'app.ts'), `import { App, Chart } from 'cdk8s';\nimport { ${NAMES} } from 'cdk8s-multus';\n${APP}`);
    runOk('node', ['app.js'], project, { CDK8S_OUTDIR: 'from-js' });
    writeFileSync(join(project, 'tsconfig.json'), JSON.stringify(TSCONFIG));
    runOk(join(ROOT, 'node_modules/.bin/tsc'), [], project);
    runOk('node', ['compiled/app.js'], project, { CDK8S_OUTDIR: 'from-ts' });

    expect(readdirSync(join(project, 'from-js'))).toEqual(['install.k8s.yaml', 'networks.k8s.yaml']);
    expect(runOk(join(project, 'node_modules/.bin/cdk8s-multus'), ['check', 'from-js'], project)).toBe('no findings in 2 files (1 network, 1 workload)\n');
    expect(readdirSync(join(project, 'from-ts'))).toEqual(['install.k8s.yaml', 'networks.k8s.yaml']);
  });
}, 180_000);
