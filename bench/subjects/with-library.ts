import { report, sumOf } from './cost-of';
import { libraryApp } from './library-app';

// with-library.js OUTDIR PODS [NETWORKS [CHARTS]]: the scenario, with the constructs of this library

const [outdir, ...numbers] = process.argv.slice(2);
const [pods, networks, charts] = numbers.map(Number);
report(() => libraryApp(outdir, pods, networks, charts).synth(), () => sumOf(outdir));
