import { readdirSync } from 'fs';
import { join } from 'path';
import { SHELLS } from '../install/support/shells';
import { ROOT, run } from '../support/process';
import { Program, program } from '../vm/debian';

/** What is `sh` on the nodes and in the images: Alpine's and BusyBox's images, Debian, and the others. */
const HABITAT: [Program, string[]][] = [['busybox', ['busybox', 'sh']], ['dash', ['dash']], ['bash', ['bash', '--posix']]];

const SCRIPTS = readdirSync(join(ROOT, 'lib/install')).filter((file) => file.endsWith('.sh'));

test.each(HABITAT)('the tests of the scripts run in %s as well', (shell) => {
  expect(program(shell)).toMatch(/^\//);
  expect(SHELLS.map(([name]) => name)).toContain(shell);
});

describe.each(SCRIPTS)('%s', (script) => {
  test.each(HABITAT)('is read by %s without a complaint', (shell, [, ...flags]) => {
    expect(run(program(shell), [...flags, '-n', join('lib/install', script)], ROOT)).toMatchObject({ status: 0, stdout: '', stderr: '' });
  });
});
