import { BANDWIDTH } from '../../lib/cni/bandwidth';
import { linesOfPlugin } from '../support/plugin-lines';

const lines = (conf: object) => linesOfPlugin(BANDWIDTH, { type: 'bandwidth', ...conf });
const IN = { ingressRate: 1000, ingressBurst: 1000 };

test.each<[string, object]>([
  ['what pods ask for', { capabilities: { bandwidth: true } }],
  ['one direction', IN],
  ['both directions', { ...IN, egressRate: 8, egressBurst: 8 }],
  ['a direction of zeros', { ...IN, egressRate: 0, egressBurst: 0 }],
  ['the largest burst', { ingressRate: 8, ingressBurst: 34359738359 }],
  ['a rate beyond what a number is exact for', { ingressRate: 2 ** 60, ingressBurst: 8 }],
  ['no subnets', { ...IN, shapedSubnets: [], unshapedSubnets: [] }],
])('passes %s', (_, conf) => {
  expect(lines(conf)).toEqual([]);
});

test.each<[string, object, string]>([
  ['a rate alone', { ingressRate: 8 }, "error: bandwidth-incomplete 'ingressBurst' is missing beside 'ingressRate': got nothing; expected a whole number of bits, at least 8; set it, or remove 'ingressRate'"],
  ['a burst alone', { egressBurst: 8, egressRate: 0 }, "error: bandwidth-incomplete 'egressRate' is missing beside 'egressBurst': got 0; expected a whole number of bits per second, at least 8; set it, or remove 'egressBurst'"],
  ['a rate of less than a byte', { ingressRate: 7, ingressBurst: 8 }, "error: bandwidth-below-byte 'ingressRate' is less than a byte: got 7; expected at least 8: rates are in bits per second and bursts in bits, so that 1 Mbit/s is 1000000; multiply it by the unit that was meant"],
  ['a burst of less than a byte', { egressRate: 8, egressBurst: 1 }, "error: bandwidth-below-byte 'egressBurst' is less than a byte: got 1; expected at least 8: rates are in bits per second and bursts in bits, so that 1 Mbit/s is 1000000; multiply it by the unit that was meant"],
  ['a burst too large', { ingressRate: 8, ingressBurst: 34359738360 }, "error: bandwidth-burst-range 'ingressBurst' is too large: got 34359738360; expected at most 34359738359 bits; lower it; a burst as large as the rate of one second is plenty"],
  ['a negative rate', { ingressRate: -1, ingressBurst: 8 }, "error: key-type 'ingressRate' has the wrong type: got -1; expected a whole number of at least 0; correct the value"],
  ['a rate in a string', { ingressRate: '1M', ingressBurst: 8 }, "error: key-type 'ingressRate' has the wrong type: got \"1M\"; expected a whole number of at least 0; correct the value"],
])('fails on %s', (_, conf, line) => {
  expect(lines(conf)).toEqual([line]);
});

test.each<[object, string]>([[{}, 'nothing'], [{ capabilities: { bandwidth: false } }, '{"bandwidth":false}'], [{ ingressRate: 0, capabilities: {} }, '{}']])('warns where it never does anything: %j', (conf, got) => {
  expect(lines(conf)).toEqual([`warning: plugin-without-effect 'capabilities' do not declare "bandwidth", so that bandwidth does nothing: got ${got}; expected { "bandwidth": true }; add it, or remove the plugin`]);
});

test.each(['shapedSubnets', 'unshapedSubnets'])('warns of %s, which current releases do not read', (key) => {
  expect(lines({ ...IN, [key]: ['10.0.0.0'] })).toEqual([
    `warning: bandwidth-subnets-ignored '${key}' is not read by current releases of bandwidth, which limit all traffic: got ["10.0.0.0"]; expected no such key; remove it, or acknowledge the finding where the plugin on your nodes reads it`,
  ]);
});
