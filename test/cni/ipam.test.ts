import * as fc from 'fast-check';
import { HostLocalOptions, Ipam, WhereaboutsLogLevel, WhereaboutsOptions } from '../../lib';
import { expectOneLineAtMost, messageThrownBy } from '../support/messages';

const text = (options: HostLocalOptions) => JSON.stringify(Ipam.hostLocal(options).toIpamConfig());

const CYCLE: Record<string, unknown> = {};
CYCLE.itself = CYCLE;

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

  test.each<[unknown, string]>([[5n, '"5"'], [CYCLE, 'an object of type Object'], [Object.create(null), '{}']])('fails on a priority that JSON cannot carry, case %#', (priority, got) => {
    const routes = [{ dst: '10.0.0.0/8', priority: priority as number }];
    expect(messageThrownBy(() => Ipam.hostLocal({ subnet: '192.168.1.0/24', routes })))
      .toBe(`[Ipam.hostLocal] key-type 'routes[0].priority' has the wrong type: got ${got}; expected a whole number; correct the value`);
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
      .toBe('[Ipam.custom] key-type \'options\' has the wrong type: got {"type":"x","size":"1"}; expected values that JSON can carry, without a cycle, a function or a bigint; correct the value');
  });
});

describe('Ipam.whereabouts', () => {
  const whereabouts = (options: WhereaboutsOptions) => JSON.stringify(Ipam.whereabouts(options).toIpamConfig());

  test.each<[string, WhereaboutsOptions, string]>([
    ['a range', { range: '192.168.2.0/24' }, '{"type":"whereabouts","range":"192.168.2.0/24"}'],
    ['every option, whatever the order', {
      reconcilerCronExpression: '0 5 * * *', leaderRetryPeriod: 600, leaderRenewDeadline: 1100, leaderLeaseDuration: 1600, logLevel: WhereaboutsLogLevel.VERBOSE,
      logFile: '/tmp/w.log', configurationPath: '/etc/w.conf', kubernetes: { k8sApiRoot: 'https://10.0.0.1:6443', kubeconfig: '/etc/w.kubeconfig' },
      enableOverlappingRanges: false, networkName: 'storage', addresses: [{ address: '10.9.0.5/24', gateway: '10.9.0.1' }],
      dns: { nameservers: ['10.0.0.53'], domain: 'a', search: ['b'], options: ['ndots:2'] }, routes: [{ dst: '10.0.0.0/8', gw: '192.168.2.1' }], gateway: '192.168.2.1',
      ipRanges: [{ exclude: ['fd00:2::20'], rangeEnd: 'fd00:2::ff', rangeStart: 'fd00:2::10', range: 'fd00:2::/64' }],
      exclude: ['192.168.2.0/28'], rangeEnd: '192.168.2.99', rangeStart: '192.168.2.10', range: '192.168.2.0/24',
    }, '{"type":"whereabouts","range":"192.168.2.0/24","range_start":"192.168.2.10","range_end":"192.168.2.99","exclude":["192.168.2.0/28"],'
      + '"ipRanges":[{"range":"fd00:2::/64","range_start":"fd00:2::10","range_end":"fd00:2::ff","exclude":["fd00:2::20"]}],"gateway":"192.168.2.1",'
      + '"routes":[{"dst":"10.0.0.0/8","gw":"192.168.2.1"}],"dns":{"nameservers":["10.0.0.53"],"domain":"a","search":["b"],"options":["ndots:2"]},'
      + '"addresses":[{"address":"10.9.0.5/24","gateway":"10.9.0.1"}],"network_name":"storage","enable_overlapping_ranges":false,'
      + '"kubernetes":{"kubeconfig":"/etc/w.kubeconfig","k8s_api_root":"https://10.0.0.1:6443"},"configuration_path":"/etc/w.conf","log_file":"/tmp/w.log","log_level":"verbose",'
      + '"leader_lease_duration":1600,"leader_renew_deadline":1100,"leader_retry_period":600,"reconciler_cron_expression":"0 5 * * *"}'],
    ['a gateway in the range, which it excludes', { range: '192.168.2.0/24', gateway: '192.168.2.1' },
      '{"type":"whereabouts","range":"192.168.2.0/24","exclude":["192.168.2.1/32"],"gateway":"192.168.2.1"}'],
    ['a gateway beside other exclusions', { range: '192.168.2.0/24', gateway: '192.168.2.1', exclude: ['192.168.2.128/25'] },
      '{"type":"whereabouts","range":"192.168.2.0/24","exclude":["192.168.2.128/25","192.168.2.1/32"],"gateway":"192.168.2.1"}'],
    ['a gateway that is excluded already', { range: '192.168.2.0/24', gateway: '192.168.2.1', exclude: ['192.168.2.0/28'] },
      '{"type":"whereabouts","range":"192.168.2.0/24","exclude":["192.168.2.0/28"],"gateway":"192.168.2.1"}'],
    ['a gateway before the beginning', { range: '192.168.2.10-192.168.2.20/24', gateway: '192.168.2.1' },
      '{"type":"whereabouts","range":"192.168.2.10-192.168.2.20/24","gateway":"192.168.2.1"}'],
    ['a gateway in one of two ranges', { ipRanges: [{ range: '192.168.2.0/24' }, { range: 'fd00:2::/64' }], gateway: 'fd00:2::1' },
      '{"type":"whereabouts","ipRanges":[{"range":"192.168.2.0/24"},{"range":"fd00:2::/64","exclude":["fd00:2::1/128"]}],"gateway":"fd00:2::1"}'],
    ['a gateway that may be handed out', { range: '192.168.2.0/24', gateway: '192.168.2.1', excludeGateway: false },
      '{"type":"whereabouts","range":"192.168.2.0/24","gateway":"192.168.2.1"}'],
    ['node slices, which exclude nothing', { range: '192.168.2.0/24', gateway: '192.168.2.1', networkName: 'a', nodeSliceSize: '/28' },
      '{"type":"whereabouts","range":"192.168.2.0/24","gateway":"192.168.2.1","network_name":"a","node_slice_size":"/28"}'],
  ])('renders %s', (_, options, expected) => {
    expect(whereabouts(options)).toBe(expected);
  });

  test.each<[string, unknown, string]>([
    ['no range', {}, 'whereabouts-range-missing \'range\' is missing: got nothing; expected a range, such as "192.168.2.0/24", or a list of ranges in \'ipRanges\'; set \'range\''],
    ['no subnet', { range: '192.168.2.0' }, 'whereabouts-range-invalid \'range\' is not a range: got "192.168.2.0"; expected a subnet, or the first and the last address with the prefix length of their subnet, such as "192.168.2.0/24" or "192.168.2.10-192.168.2.20/24"; correct it'],
    ['a cron expression that is none', { range: '10.0.0.0/24', reconcilerCronExpression: 'every day' }, 'cron-expression-invalid \'reconcilerCronExpression\' is not a cron expression: got "every day"; expected minute, hour, day of the month, month and day of the week, such as "30 4 * * *" for half past four every day; write the five fields with one blank between them'],
    ['times of its lease', { range: '10.0.0.0/24', leaderRenewDeadline: 1500 }, "whereabouts-lease-times 'leaderRenewDeadline' is too long beside 'leaderLeaseDuration' 1500: got 1500; expected at most 1499 milliseconds; lower it, or raise 'leaderLeaseDuration'"],
    ['a relative kubeconfig', { range: '10.0.0.0/24', kubernetes: { kubeconfig: 'a' } }, 'path-not-absolute \'kubernetes.kubeconfig\' is not an absolute path: got "a"; expected a path on the node that begins with "/", such as "/run/cni/networks"; write the whole path'],
    ['a beginning that is no address', { range: '10.0.0.0/24', rangeStart: '10.0.0.5O' }, 'whereabouts-bound-ignored \'rangeStart\' is not an IP address, so that whereabouts ignores it: got "10.0.0.5O"; expected an address from "10.0.0.1" to "10.0.0.254"; correct it'],
    ['an end before the beginning', { ipRanges: [{ range: '10.0.0.0/24', rangeStart: '10.0.0.9', rangeEnd: '10.0.0.8' }] }, 'whereabouts-bound-ignored \'ipRanges[0].rangeEnd\' comes before \'rangeStart\' "10.0.0.9", so that whereabouts ignores it: got "10.0.0.8"; expected "10.0.0.9" or a later address; swap \'rangeStart\' and \'rangeEnd\''],
    ['a gateway that is the only address', { range: '192.168.2.5-192.168.2.5/24', gateway: '192.168.2.5' }, 'whereabouts-pool-empty \'exclude\' leaves no address of the range 192.168.2.5-192.168.2.5: got ["192.168.2.5/32"]; expected a range with at least one address that is not excluded; exclude less, or widen the range'],
    ['a number of the wrong type', { range: '192.168.2.0/24', leaderLeaseDuration: '1500' }, "key-type 'leaderLeaseDuration' has the wrong type: got \"1500\"; expected a whole number; correct the value"],
    ['excludeGateway as text', { range: '192.168.2.0/24', excludeGateway: 'no' }, "key-type 'excludeGateway' has the wrong type: got \"no\"; expected true or false; correct the value"],
    ['a part that is no address', { ipRanges: [{ range: '192.168.2.0/24', exclude: ['x'] }] }, 'whereabouts-exclude-invalid \'ipRanges[0].exclude[0]\' is not what whereabouts can leave out: got "x"; expected an address or a subnet, such as "192.168.2.1" or "192.168.2.0/28"; correct it; a range from one address to another is several subnets'],
    ['a name that no object can have', { range: '192.168.2.0/24', networkName: 'A' }, 'whereabouts-network-name-invalid \'networkName\' cannot be part of the name of an object: got "A"; expected lower case letters, digits, hyphens and dots, with a letter or digit at both ends and beside each dot, such as "net-a"; write such a name'],
    ['options of null', null, "key-type 'options' has the wrong type: got null; expected an object; correct the value"],
  ])('fails on %s', (_, options, message) => {
    expect(messageThrownBy(() => Ipam.whereabouts(options as WhereaboutsOptions))).toBe(`[Ipam.whereabouts] ${message}`);
  });
});

describe('Ipam.staticAddresses', () => {
  test('renders every option', () => {
    expect(JSON.stringify(Ipam.staticAddresses({
      dns: { domain: 'a' }, routes: [{ dst: '10.0.0.0/8' }], addresses: [{ gateway: '192.168.1.1', address: '192.168.1.10/24' }, { address: 'fd00::10/64' }],
    }).toIpamConfig())).toBe('{"type":"static","addresses":[{"gateway":"192.168.1.1","address":"192.168.1.10/24"},{"address":"fd00::10/64"}],"routes":[{"dst":"10.0.0.0/8"}],"dns":{"domain":"a"}}');
    expect(Ipam.staticAddresses().toIpamConfig()).toEqual({ type: 'static' });
  });

  test('fails on an address without a prefix length', () => {
    expect(messageThrownBy(() => Ipam.staticAddresses({ addresses: [{ address: '192.168.1.10' }] }))).toBe('[Ipam.staticAddresses] address-not-cidr \'addresses[0].address\' is not an address with a prefix length: got "192.168.1.10"; expected CIDR notation, such as "192.168.1.10/24" or "fd00:1::10/64"; correct it; the prefix length is the one of the subnet');
  });
});

describe('Ipam.dhcp', () => {
  test('renders every option', () => {
    expect(JSON.stringify(Ipam.dhcp({
      priority: 10, provide: [{ option: 'host-name', fromArg: 'K8S_POD_NAME' }, { option: '12', value: 'a' }], request: [{ skipDefault: true }, { option: 'routers' }], daemonSocketPath: '/run/d.sock',
    }).toIpamConfig())).toBe('{"type":"dhcp","daemonSocketPath":"/run/d.sock","request":[{"skipDefault":true},{"option":"routers"}],"provide":[{"option":"host-name","fromArg":"K8S_POD_NAME"},{"option":"12","value":"a"}],"priority":10}');
    expect(Ipam.dhcp().toIpamConfig()).toEqual({ type: 'dhcp' });
  });

  test('fails on an option that nobody knows', () => {
    expect(messageThrownBy(() => Ipam.dhcp({ request: [{ option: 'hostname' }] }))).toBe('[Ipam.dhcp] dhcp-option-unknown \'request[0].option\' is not a DHCP option: got "hostname"; expected "host-name"; did you mean "host-name"?');
  });
});

test('Ipam.none is an empty object', () => {
  expect(Ipam.none().toIpamConfig()).toEqual({});
});

test('from JavaScript: one message of one line, or none', () => {
  const options = fc.oneof(fc.anything(), fc.record({
    subnet: fc.oneof(fc.constant('192.168.1.0/24'), fc.anything()),
    secondaryIps: fc.oneof(fc.anything(), fc.array(fc.anything())),
    rangeStart: fc.anything(),
    gateway: fc.oneof(fc.constant('192.168.1.1'), fc.anything()),
    range: fc.oneof(fc.constant('192.168.1.0/24'), fc.anything()),
    exclude: fc.oneof(fc.anything(), fc.array(fc.anything())),
    ipRanges: fc.oneof(fc.anything(), fc.array(fc.oneof(fc.anything(), fc.record({ range: fc.constant('192.168.1.0/24'), exclude: fc.anything() })))),
    excludeGateway: fc.anything(),
    kubernetes: fc.anything(),
    addresses: fc.oneof(fc.anything(), fc.array(fc.anything())),
    provide: fc.oneof(fc.anything(), fc.array(fc.anything())),
    ranges: fc.oneof(fc.anything(), fc.array(fc.array(fc.anything()))),
    routes: fc.oneof(fc.anything(), fc.array(fc.anything())),
    dataDir: fc.anything(),
  }, { requiredKeys: [] }));
  fc.assert(fc.property(options, (value) => {
    expectOneLineAtMost(() => Ipam.hostLocal(value as HostLocalOptions));
    expectOneLineAtMost(() => Ipam.custom(value as any));
    expectOneLineAtMost(() => Ipam.whereabouts(value as any));
    expectOneLineAtMost(() => Ipam.staticAddresses(value as any));
    expectOneLineAtMost(() => Ipam.dhcp(value as any));
    expectOneLineAtMost(() => Ipam.custom({ type: 'x', value }));
  }), { numRuns: 500 });
});
