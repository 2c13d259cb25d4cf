import * as fc from 'fast-check';
import { HostLocalOptions, Ipam } from '../../lib';
import { expectOneLineAtMost, messageThrownBy } from '../support/messages';

const text = (options: HostLocalOptions) => JSON.stringify(Ipam.hostLocal(options).toIpamConfig());

describe('Ipam.hostLocal', () => {
  test.each<[string, HostLocalOptions, string]>([
    ['a subnet', { subnet: '192.168.1.0/24' }, '{"type":"host-local","subnet":"192.168.1.0/24"}'],
    ['the guide', { subnet: '192.168.1.0/24', rangeStart: '192.168.1.13', rangeEnd: '192.168.1.17', gateway: '192.168.1.1' },
      '{"type":"host-local","subnet":"192.168.1.0/24","rangeStart":"192.168.1.13","rangeEnd":"192.168.1.17","gateway":"192.168.1.1"}'],
    ['secondary IPs as the range that they are', { subnet: '192.168.1.0/24', secondaryIps: ['192.168.1.15', '192.168.1.13', '192.168.1.14'], gateway: '192.168.1.1' },
      '{"type":"host-local","subnet":"192.168.1.0/24","rangeStart":"192.168.1.13","rangeEnd":"192.168.1.15","gateway":"192.168.1.1"}'],
    ['secondary IPs in canonical form', { subnet: 'fd00:1::/64', secondaryIps: ['FD00:1:0::13'] },
      '{"type":"host-local","subnet":"fd00:1::/64","rangeStart":"fd00:1::13","rangeEnd":"fd00:1::13"}'],
    ['dual stack', { ranges: [[{ subnet: '192.168.1.0/24', secondaryIps: ['192.168.1.13'] }], [{ rangeEnd: 'fd00:1::5', subnet: 'fd00:1::/64' }]] },
      '{"type":"host-local","ranges":[[{"subnet":"192.168.1.0/24","rangeStart":"192.168.1.13","rangeEnd":"192.168.1.13"}],[{"subnet":"fd00:1::/64","rangeEnd":"fd00:1::5"}]]}'],
    ['a range in front of others', { subnet: '192.168.1.0/24', ranges: [[{ subnet: 'fd00:1::/64', secondaryIps: ['fd00:1::5'] }]] },
      '{"type":"host-local","subnet":"192.168.1.0/24","ranges":[[{"subnet":"fd00:1::/64","rangeStart":"fd00:1::5","rangeEnd":"fd00:1::5"}]]}'],
    ['everything, whatever the order', {
      resolvConf: '/etc/resolv.conf', dataDir: '/run/cni', routes: [{ gw: '192.168.1.1', dst: '10.0.0.0/8' }, { dst: '10.1.0.0/16' }],
      gateway: '192.168.1.1', rangeEnd: '192.168.1.17', rangeStart: '192.168.1.13', subnet: '192.168.1.0/24',
    }, '{"type":"host-local","subnet":"192.168.1.0/24","rangeStart":"192.168.1.13","rangeEnd":"192.168.1.17","gateway":"192.168.1.1","routes":[{"dst":"10.0.0.0/8","gw":"192.168.1.1"},{"dst":"10.1.0.0/16"}],"dataDir":"/run/cni","resolvConf":"/etc/resolv.conf"}'],
    ['options that are there and undefined', { subnet: '192.168.1.0/24', secondaryIps: undefined, rangeStart: undefined, gateway: undefined, ranges: undefined, routes: undefined, dataDir: undefined },
      '{"type":"host-local","subnet":"192.168.1.0/24"}'],
    ['keys that a rule reports at synth', { ranges: [[{ subnet: 'fd00:1::/64' }]], gateway: '192.168.1.1', rang: 5 } as HostLocalOptions,
      '{"type":"host-local","gateway":"192.168.1.1","ranges":[[{"subnet":"fd00:1::/64"}]],"rang":5}'],
  ])('renders %s', (_, options, expected) => {
    expect(text(options)).toBe(expected);
  });

  test('passes what only a rule at synth reports: a gateway in the range', () => {
    expect(text({ subnet: '192.168.1.0/24', rangeStart: '192.168.1.13', gateway: '192.168.1.13' }))
      .toBe('{"type":"host-local","subnet":"192.168.1.0/24","rangeStart":"192.168.1.13","gateway":"192.168.1.13"}');
  });

  test('fails on the first error, and says where it was called', () => {
    expect(messageThrownBy(() => Ipam.hostLocal({ ranges: [[{ subnet: '192.168.1.0/24', secondaryIps: ['192.168.1.13', '192.168.1.15'] }]], dataDir: 'x' }))).toBe(
      '[Ipam.hostLocal] range-not-contiguous \'ranges[0][0].secondaryIps\' leaves out 1 address between the first and the last: got ["192.168.1.13","192.168.1.15"]; expected addresses that follow each other without a gap; add "192.168.1.14" to the network card and to the list, or use one of the contiguous runs: "192.168.1.13", "192.168.1.15"',
    );
  });

  test('fails on secondary IPs beside ranges, which would have no effect', () => {
    expect(messageThrownBy(() => Ipam.hostLocal({ secondaryIps: ['192.168.1.13'], ranges: [[{ subnet: '192.168.1.0/24' }]] }))).toBe(
      '[Ipam.hostLocal] subnet-missing \'subnet\' is missing: got nothing; expected a subnet in CIDR notation, such as "192.168.1.0/24"; set \'subnet\', or give one or more pools in \'ranges\'',
    );
  });

  test.each<[unknown, string]>([[undefined, 'nothing'], [null, 'null'], ['192.168.1.0/24', '"192.168.1.0/24"'], [[], '[]'], [5, '5']])('fails on options of %j', (options, got) => {
    expect(messageThrownBy(() => Ipam.hostLocal(options as HostLocalOptions)))
      .toBe(`[Ipam.hostLocal] key-type 'options' has the wrong type: got ${got}; expected an object; correct the value`);
  });

  test('later changes of the options, and of what it returned, do not reach it', () => {
    const options = { subnet: '192.168.1.0/24', routes: [{ dst: '10.0.0.0/8' }] };
    const ipam = Ipam.hostLocal(options);
    options.subnet = '10.0.0.0/24';
    options.routes[0].dst = 'x';
    ipam.toIpamConfig().subnet = 'y';
    expect(ipam.toIpamConfig()).toEqual({ type: 'host-local', subnet: '192.168.1.0/24', routes: [{ dst: '10.0.0.0/8' }] });
  });
});

describe('Ipam.custom', () => {
  test('renders what it is given', () => {
    expect(Ipam.custom({ type: 'whereabouts', range: '10.0.0.0/24', exclude: undefined, __proto__: { odd: 1 } }).toIpamConfig())
      .toEqual({ type: 'whereabouts', range: '10.0.0.0/24' });
  });

  test.each<[unknown, string]>([[{}, 'nothing'], [{ type: '' }, '""'], [{ type: 5 }, '5'], [{ type: null }, 'null']])('fails without a type: %j', (config, got) => {
    expect(messageThrownBy(() => Ipam.custom(config as any)))
      .toBe(`[Ipam.custom] plugin-type-missing 'type' names no plugin: got ${got}; expected the name of an IPAM plugin, such as "whereabouts"; set 'type'`);
  });

  test.each<[unknown, string]>([[null, 'null'], ['whereabouts', '"whereabouts"'], [[], '[]']])('fails on %j', (config, got) => {
    expect(messageThrownBy(() => Ipam.custom(config as any)))
      .toBe(`[Ipam.custom] key-type 'options' has the wrong type: got ${got}; expected an object; correct the value`);
  });

  test('fails on what JSON cannot carry', () => {
    expect(messageThrownBy(() => Ipam.custom({ type: 'x', size: 1n })))
      .toBe('[Ipam.custom] key-type \'options\' has the wrong type: got {"type":"x","size":"1"}; expected values that JSON can carry, without a cycle or a bigint; correct the value');
  });
});

test('from JavaScript: one message of one line, or none', () => {
  const options = fc.oneof(fc.anything(), fc.record({
    subnet: fc.oneof(fc.constant('192.168.1.0/24'), fc.anything()),
    secondaryIps: fc.oneof(fc.anything(), fc.array(fc.anything())),
    rangeStart: fc.anything(),
    gateway: fc.anything(),
    ranges: fc.oneof(fc.anything(), fc.array(fc.array(fc.anything()))),
    routes: fc.oneof(fc.anything(), fc.array(fc.anything())),
    dataDir: fc.anything(),
  }, { requiredKeys: [] }));
  fc.assert(fc.property(options, (value) => {
    expectOneLineAtMost(() => Ipam.hostLocal(value as HostLocalOptions));
    expectOneLineAtMost(() => Ipam.custom(value as any));
    expectOneLineAtMost(() => Ipam.custom({ type: 'x', value }));
  }), { numRuns: 500 });
});
