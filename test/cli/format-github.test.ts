import { formatGithub } from '../../lib/cli/format-github';
import { Severity } from '../../lib/diagnostics';
import { finding, report } from './support/command';

const annotations = (...findings: Parameters<typeof report>) => formatGithub(report(...findings), '/repo').split('\n').slice(0, -2);

test('each finding is an annotation at its line', () => {
  expect(formatGithub(report(finding({ file: 'k8s/a.yaml', line: 3, message: 'm' }), finding({ severity: Severity.WARNING, message: 'w' })), '/repo')).toBe(`\
::error file=k8s/a.yaml,line=3,title=subnet-host-bits::m
::warning file=a.yaml,line=1,title=subnet-host-bits::w
1 error, 1 warning in 1 file (1 network, 2 workloads)
`);
});

test.each([
  ['an absolute path below the folder is shortened', '/repo/k8s/a.yaml', 'k8s/a.yaml'],
  ['a path to another folder stays', '../other/a.yaml', '../other/a.yaml'],
  ['a name that begins with dots is below the folder', '..a.yaml', '..a.yaml'],
  ['a percent sign, a colon, a comma and line breaks are escaped', '100%,a:b\r\n.yaml', '100%25%2Ca%3Ab%0D%0A.yaml'],
  ['a control character is shown', 'a\u001b.yaml', 'a\\u001b.yaml'],
])('%s', (_, file, property) => {
  expect(annotations(finding({ file, message: 'm' }))).toEqual([`::error file=${property},line=1,title=subnet-host-bits::m`]);
});

test('a message keeps colons and commas, and cannot begin another command', () => {
  expect(annotations(finding({ message: '50%: a, b\n::set-output name=x::y\r\u001b' })))
    .toEqual(['::error file=a.yaml,line=1,title=subnet-host-bits::50%25: a, b%0A::set-output name=x::y%0D\\u001b']);
});

test('the standard input has no file to point at', () => {
  expect(annotations(finding({ file: '<stdin>', message: 'm' }))).toEqual(['::error title=subnet-host-bits::m']);
});
