import { formatText } from '../../lib/cli/format-text';
import { Severity } from '../../lib/diagnostics';
import { finding, report } from './support/command';

const LOOK = { coloured: false, columns: 60 };

/** The text of these findings in files with these contents. */
const text = (findings: Parameters<typeof report>, files: Record<string, string> = {}, look = LOOK) => (
  formatText(report(...findings), async (file) => files[file], look)
);

test('findings are shown by object, each with its line, and a summary comes last', async () => {
  expect(await text([
    finding({ file: 'a.yaml', line: 2 }),
    finding({ file: 'a.yaml', line: 3, kind: 'Pod', namespace: '', name: 'web', severity: Severity.WARNING, message: 'key-unknown …' }),
    finding({ file: 'b.yaml', line: 1, message: 'pool-empty …' }),
  ], { 'a.yaml': 'x:\n  subnet: 10.8.0.7/24\r\n\tkind: Pod\n', 'b.yaml': 'b' })).toBe(`\
NetworkAttachmentDefinition default/storage
  a.yaml:2: error: subnet-host-bits 'subnet' has host bits set: got "10.8.0.7/24"; expected a network address; write "10.8.0.0/24"
     2 |   subnet: 10.8.0.7/24
  b.yaml:1: error: pool-empty …
     1 | b

Pod web
  a.yaml:3: warning: key-unknown …
     3 |   kind: Pod

2 errors, 1 warning in 1 file (1 network, 2 workloads)
`);
});

test('a document that cannot be read is shown under the name of its file', async () => {
  expect(await text([finding({ kind: '', namespace: '', name: '', file: 'x.yaml', line: 7, message: 'document-unreadable …' })])).toBe(`\
x.yaml
  x.yaml:7: error: document-unreadable …

1 error in 1 file (1 network, 2 workloads)
`);
});

test('without findings there is the summary alone', async () => {
  expect(await text([])).toBe('no findings in 1 file (1 network, 2 workloads)\n');
});

test('a line is cut at the width of the terminal', async () => {
  const [, , line] = (await text([finding({ line: 1 })], { 'a.yaml': `${'한'.repeat(10)}${'x'.repeat(100000)}` })).split('\n');
  expect(line).toBe(`     1 | ${'한'.repeat(10)}${'x'.repeat(30)}…`);
});

test('nothing is shown of a line that is empty, or no longer there', async () => {
  const expected = (await text([finding({ line: 2 })])).split('\n').length;
  expect((await text([finding({ line: 2 })], { 'a.yaml': 'x\n   \n' })).split('\n')).toHaveLength(expected);
  expect((await text([finding({ line: 2 })], { 'a.yaml': 'x' })).split('\n')).toHaveLength(expected);
});

test('only the severity is coloured', async () => {
  const warning = finding({ severity: Severity.WARNING, message: 'w' });
  expect(await text([finding({ message: 'e' }), warning], { 'a.yaml': 'x' }, { ...LOOK, coloured: true })).toBe(`\
NetworkAttachmentDefinition default/storage
  a.yaml:1: \u001b[31merror\u001b[0m: e
     1 | x
  a.yaml:1: \u001b[33mwarning\u001b[0m: w
     1 | x

1 error, 1 warning in 1 file (1 network, 2 workloads)
`);
});

test('nothing of a manifest reaches the terminal as a control sequence', async () => {
  const esc = '\u001b[2J\u009b\u202e\n';
  const printed = await text([
    finding({ kind: `Pod${esc}`, namespace: esc, name: esc, file: `a${esc}`, message: esc, line: 2 }),
    finding({ kind: '', namespace: '', name: '', file: `a${esc}`, message: esc, line: 2 }),
  ], { [`a${esc}`]: '\n\u001b[2J\u009b\u202e' });
  expect(printed.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  expect(printed.split('\n')).toHaveLength(10);
});
