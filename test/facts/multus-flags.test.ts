import { flagFaults } from '../../lib/facts/multus-flags';
import { buildOf } from '../../lib/facts/multus-image';
import { linesOf } from '../support/messages';

const IMAGE = 'ghcr.io/k8snetworkplumbingwg/multus-cni';
const DAEMON = '/usr/src/multus-cni/bin/multus-daemon';

/** The findings of a container of this image that starts the program with these words. */
function lines(image: string, command: unknown, args: unknown): string[] {
  return linesOf(flagFaults({ command, args }, ['c'], buildOf(`${IMAGE}:${image}`)!));
}

test.each<[string, unknown, unknown]>([
  ['v4.2.4', ['/thin_entrypoint'], ['--multus-conf-file=auto', '--cni-conf-dir', '/host/conf', '--namespace-isolation', '--skip-tls-verify=true', 'true', '-h', '-']],
  ['v4.2.4', ['/thin_entrypoint', '--multus-log-level=Debug'], undefined],
  ['v4.2.4', undefined, ['--multus-log-level', '', '--cni-version', '-x', '--multus-log-file=-y']],
  ['v4.2.4', undefined, ['--multus-log-level=$(LEVEL)', '$(FLAGS)', '--', '--nothing']],
  ['v4.2.4', undefined, ['--multus-log-level=info', '--multus-conf-file=/conf/70-multus.conf']],
  ['v4.2.4', ['sh', '-c', '/thin_entrypoint'], ['--nothing']],
  ['v3.9.3', ['/entrypoint.sh'], ['--nothing', '-x']],
  ['v3.9.3-thick', [DAEMON], ['-cni-version=0.3.1']],
  ['v4.2.4-thick', [DAEMON], ['-config=/a.json', '-version', '--config', '-b.json', '-config', '/c.json']],
  ['v4.2.4-thick', undefined, ['word', '-nothing']],
  ['v4.2.4-thick', [null], [null, 5]],
  ['v4.2.4-thick', 5, 'text'],
])('the program of %s started by %j with %j knows its flags', (image, command, args) => {
  expect(lines(image, command, args)).toEqual([]);
});

const OF_DAEMON = `is not a flag that "${DAEMON}" of Multus 4 knows: got`;
const OF_ENTRY = 'is not a flag that "/thin_entrypoint" of Multus 4 knows: got';
const KEYS = 'expected "-config", and all else in the file that it names; write what the flags say as keys of "daemon-config.json", or take the manifest of the release that the image is of';
const OTHER = 'expected a flag that it knows, such as "--cni-conf-dir"; remove it, or take the manifest of the release that the image is of';

test.each<[string, unknown, unknown, string[]]>([
  ['v4.2.4-thick', [DAEMON], ['-cni-version=0.3.1', '-cni-config-dir=/host/etc/cni/net.d'], [`error: multus-flag-unknown 'c.args[0]' ${OF_DAEMON} "-cni-version=0.3.1"; ${KEYS}`]],
  ['v4.2.4', [DAEMON, '-config=/a.json', '--nothing'], undefined, [`error: multus-flag-unknown 'c.command[2]' ${OF_DAEMON} "--nothing"; ${KEYS}`]],
  ['v4.2.4-thick', undefined, ['--multus-conf-file=auto'], [`error: multus-flag-unknown 'c.args[0]' ${OF_DAEMON} "--multus-conf-file=auto"; ${KEYS}`]],
  ['v4.2.4', undefined, ['-multus-conf-file=auto', '--restart-crio=false', '--multus-logfile=/a'], [
    `error: multus-flag-unknown 'c.args[0]' ${OF_ENTRY} "-multus-conf-file=auto"; expected "--multus-conf-file"; correct it`,
    `error: multus-flag-unknown 'c.args[1]' ${OF_ENTRY} "--restart-crio=false"; ${OTHER}`,
    `error: multus-flag-unknown 'c.args[2]' ${OF_ENTRY} "--multus-logfile=/a"; expected "--multus-log-file"; correct it`,
  ]],
  ['snapshot', ['/thin_entrypoint'], ['--multus-log-level=info'],
    ["error: value-unknown 'c.args[0]' is not a value that the entry point of Multus knows: got \"--multus-log-level=info\"; expected \"debug\", \"verbose\", \"error\", \"panic\"; write one of them"]],
])('fails where the program of %s started by %j with %j does not', (image, command, args, expected) => {
  expect(lines(image, command, args)).toEqual(expected);
});
