import { CniNetwork } from '../../lib';
import { pluginsNeeded } from '../../lib/facts';
import { chartOf, existing, ipvlan } from '../support/app';

test('an app without a network needs no plugin', () => {
  const chart = chartOf();
  existing(chart, 'storage');
  expect(pluginsNeeded(chart)).toEqual([]);
});

test('networks need their plugins and IPAMs, each once, sorted', () => {
  const chart = chartOf();
  ipvlan(chart, 'a');
  ipvlan(chart, 'b');
  new CniNetwork(chart, 'c', { config: { plugins: [{ type: 'bridge', ipam: { type: 'static' } }, { type: 'tuning' }] } });
  expect(pluginsNeeded(chart)).toEqual(['bridge', 'host-local', 'ipvlan', 'static', 'tuning']);
});
