import { report } from './cost-of';

// import.js [NAMES]: what loading the peers takes; with names, what loading this library and these exports takes beside them

const peers = () => {
  require('constructs');
  require('cdk8s');
  require('cdk8s-plus-27');
};
const names = process.argv[2];
if (names === undefined) {
  report(peers);
} else {
  peers();
  report(() => {
    const library = require('../../lib') as Record<string, unknown>;
    (names === 'all' ? Object.keys(library) : names.split(',').filter(Boolean)).forEach((name) => library[name]);
  });
}
