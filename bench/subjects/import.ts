import { report } from './cost-of';

// import.js: what loading the peers takes; import.js library: what loading this library takes beside them

require('constructs');
const peers = () => {
  require('cdk8s');
  require('cdk8s-plus-27');
};
if (process.argv[2] === undefined) {
  report(peers);
} else {
  peers();
  report(() => require('../../lib'));
}
