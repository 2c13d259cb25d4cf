import { readDaemonText } from '../../lib/facts/multus-daemon-config';
import { linesOf } from '../support/messages';

const UPSTREAM = {
  chrootDir: '/hostroot', cniVersion: '0.3.1', logLevel: 'verbose', logToStderr: true, cniConfigDir: '/host/etc/cni/net.d',
  multusAutoconfigDir: '/host/etc/cni/net.d', multusConfigFile: 'auto', socketDir: '/host/run/multus/',
};

function lines(config: unknown): string[] {
  return linesOf(readDaemonText(typeof config === 'string' ? config : JSON.stringify(config), ['c']).faults);
}

test.each<[string, unknown]>([
  ['of upstream', UPSTREAM],
  ['with keys in other case', { ...UPSTREAM, LogToStderr: true, readinessIndicatorFile: '/host/etc/cni/net.d/05-cilium.conflist' }],
  ['with null, which is nothing', { ...UPSTREAM, namespaceIsolation: null }],
  ['with what only requests need', { ...UPSTREAM, defaultNetworks: ['a'], systemNamespaces: [], multusNamespace: 'm', confDir: '/a', metricsPort: 9091, connectionLimit: 5 }],
  ['with keys that nobody reads', { ...UPSTREAM, comment: 5 }],
  ['with a level in capitals', { ...UPSTREAM, logLevel: 'DEBUG' }],
  ['without a level', { ...UPSTREAM, logLevel: '' }],
  ['of a newer version', { ...UPSTREAM, cniVersion: '1.1.0' }],
  ['of a part of it', { logToStderr: true }],
  ['of nothing', {}],
])('a configuration %s starts the daemon', (_, config) => {
  expect(lines(config)).toEqual([]);
});

const NOT_AUTO = 'makes the daemon exit as soon as it has started';
const NO_VERSION = "error: key-missing 'c.cniVersion' is missing, and the Multus daemon needs it";

test.each<[string, unknown, string[]]>([
  ['without a version', { ...UPSTREAM, cniVersion: undefined }, [`${NO_VERSION}: got nothing; expected a version, such as "0.3.1"; set it`]],
  ['with an empty version', { cniVersion: '', cniConfigDir: '/host/etc/cni/net.d' }, [`${NO_VERSION}: got ""; expected a version, such as "0.3.1"; set it`]],
  ['with half a version', { ...UPSTREAM, cniVersion: '0.3' }, ["error: cni-version-unsupported 'c.cniVersion' is not a version of the CNI specification: got \"0.3\"; "
    + 'expected "0.1.0", "0.2.0", "0.3.0", "0.3.1", "0.4.0", "1.0.0", "1.1.0"; write "0.3.1", which every release of Multus and of the plugins accepts']],
  ['with a file', { multusConfigFile: '/a.conf' }, [`error: multus-conf-not-auto 'c.multusConfigFile' ${NOT_AUTO}: got "/a.conf"; expected "auto"; write "auto"; what the file would say goes into the configuration of the daemon itself`]],
  ['with no file', { ...UPSTREAM, multusConfigFile: '' }, [`error: multus-conf-not-auto 'c.multusConfigFile' ${NOT_AUTO}: got ""; expected "auto"; write "auto"; what the file would say goes into the configuration of the daemon itself`]],
  ['with a level of others', { ...UPSTREAM, logLevel: 'info' }, ["warning: value-ignored 'c.logLevel' is not a value that Multus knows, so that it logs nothing below \"panic\": got \"info\"; expected \"debug\", \"verbose\", \"error\", \"panic\"; write one of them, in lower case"]],
  ['with texts for flags and lists for texts', { ...UPSTREAM, logToStderr: 'true', globalNamespaces: ['default'], defaultNetworks: 'a', multusConfigFile: true }, [
    "error: key-type 'c.logToStderr' has the wrong type: got \"true\"; expected true or false; correct the value",
    "error: key-type 'c.multusConfigFile' has the wrong type: got true; expected a string; correct the value",
    "error: key-type 'c.globalNamespaces' has the wrong type: got [\"default\"]; expected a string; correct the value",
    "error: key-type 'c.defaultNetworks' has the wrong type: got \"a\"; expected a list of texts; correct the value",
  ]],
  ['that is no JSON', '{', ["error: config-not-json 'c' is not a JSON object (it ends before its last \"}\"): got \"{\"; "
    + 'expected the configuration of the Multus daemon as JSON text, such as { "cniVersion": "0.3.1", "multusConfigFile": "auto" }; close what is open, with "}" last']],
  ['that is no object', '[]', ["error: config-not-json 'c' is not a JSON object (it is another JSON value): got \"[]\"; "
    + 'expected the configuration of the Multus daemon as JSON text, such as { "cniVersion": "0.3.1", "multusConfigFile": "auto" }; correct the text: double quotes around keys and texts, no comma behind the last member']],
])('fails or warns on a configuration %s', (_, config, expected) => {
  expect(lines(config).sort()).toEqual(expected.sort());
});

test.each<[object | string, string[]]>([
  [{ ...UPSTREAM, logOptions: { maxAge: 5, maxSize: 100, maxBackups: 5, compress: true }, perNodeCertificate: { enabled: true, certDuration: '1h' } }, []],
  [{ ...UPSTREAM, logOptions: { maxAge: '5' }, perNodeCertificate: { enabled: 'true' } }, ['key-type \'c.logOptions.maxAge\'', 'key-type \'c.perNodeCertificate.enabled\'']],
  [{ ...UPSTREAM, clusterNetwork: '/host/etc/cni/net.d/05-cilium.conflist' }, []],
  [{ ...UPSTREAM, clusterNetwork: '' }, ['key-type \'c.clusterNetwork\'']],
  [{ ...UPSTREAM, ClusterNetwork: null, capabilities: null }, ['key-type \'c.clusterNetwork\'', 'key-type \'c.capabilities\'']],
  ['{ "cniVersion": "0.3.1", "metricsPort": 9091.0, "ConnectionLimit": 1e2 }', ['key-type \'c.metricsPort\'', 'key-type \'c.ConnectionLimit\'']],
  ...['0.03.1', '1.0.0-', '1.0.0+', '1.0.0-a..b'].map((cniVersion): [object, string[]] => [{ ...UPSTREAM, cniVersion }, ['cni-version-unsupported \'c.cniVersion\'']]),
  [{ ...UPSTREAM, cniVersion: '1.0.0-rc.1+5' }, []],
])('of %j Go reads what it can', (config, expected) => {
  expect(lines(config).map((line) => /^error: (\S+ '\S+')/.exec(line)?.[1])).toEqual(expected);
});
