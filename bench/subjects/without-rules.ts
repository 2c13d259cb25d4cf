import * as door from '../../lib/rules/check-at-synth';

// without-rules.js OUTDIR PODS [NETWORKS [CHARTS]]: the scenario, with the constructs of this library, and nothing checked at synth

Object.defineProperty(door, 'checkAtSynth', { value: () => {} });
require('./with-library');
