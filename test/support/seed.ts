import * as fc from 'fast-check';

// the same cases in every run, so that a failure is the change's; another seed finds other cases: FAST_CHECK_SEED=42 npx jest
fc.configureGlobal({ seed: Number(process.env.FAST_CHECK_SEED ?? 20261123) });
