import { report } from './cost-of';
import { configOf, scenario } from './scenario';
import { readConfig } from '../../lib/cni/config';
import { NetworkFact } from '../../lib/facts/facts';
import { checkNetworks } from '../../lib/rules/networks';

// pools.js read|sweep NETWORKS: as many networks on one master, each with a pool of its own, in any order

const [what, size] = [process.argv[2], Number(process.argv[3])];
const configs = scenario(0, size).networks.map(configOf);
// a step without a common divisor, so that the pools are not in their order
const shuffled = configs.map((_, i) => (i * 7919) % size);
const read = (): NetworkFact[] => shuffled.map((i) => ({
  subject: { kind: 'NetworkAttachmentDefinition', namespace: 'default', name: `net-${i}`, acknowledgements: new Map() },
  faults: [],
  nodes: [],
  reading: readConfig({ ...configs[i] }),
}));
if (what === 'read') {
  report(read);
} else {
  const networks = read();
  let findings = 0;
  report(() => {
    findings = checkNetworks({ networks, complete: true }).length;
  }, () => String(findings));
}
