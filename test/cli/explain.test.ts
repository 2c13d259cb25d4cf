import { fixOf } from '../../lib/cli/explain';
import { Rule, Severity } from '../../lib/diagnostics';
import { RULES } from '../../lib/diagnostics/registry';
import { command } from './support/command';

/** A rule with these words. */
const rule = (words: (args: any) => { fix: string }) => (
  new Rule('one-rule', { severity: Severity.ERROR, why: '', words: (args) => ({ problem: '', expected: '', ...words(args) }) })
);

test('a rule is explained', async () => {
  expect(await command(['explain', 'subnet-host-bits'])).toEqual({
    status: 0,
    stdout: `\
subnet-host-bits (error)

Why         host-local refuses such a subnet when the pod starts, and also when it is deleted, so that the pod hangs in Terminating.
What to do  write "<network>", and set 'rangeStart' to "<address>" if allocation should begin there
See         https://www.cni.dev/plugins/current/ipam/host-local/
`,
    stderr: '',
  });
});

test.each([
  ['key-unknown', 'remove it, or correct its name'],
  ['annotation-misspelt', 'did you mean "<meant>"?'],
  ['multus-option-unused', 'each finding ends with it'],
])('what to do about %s is said in words', async (id, fix) => {
  expect((await command(['explain', id])).stdout.split('\n')[3]).toBe(`What to do  ${fix}`);
});

test('a rule without a page of its own is explained', async () => {
  expect((await command(['explain', 'network-name-duplicate'])).stdout).toBe(`\
network-name-duplicate (error)

Why         Both have the same name in the cluster: the one applied last silently replaces the other.
What to do  change 'name' or 'namespace' of one of the two
`);
});

test.each([
  ['subnet-hostbits', 'error: "subnet-hostbits" is not a rule; did you mean "subnet-host-bits"?\n'],
  ['nonsense\u001b', 'error: "nonsense\\u001b" is not a rule; `cdk8s-multus rules` lists them all\n'],
  ['', 'error: "" is not a rule; `cdk8s-multus rules` lists them all\n'],
  ['constructor', 'error: "constructor" is not a rule; `cdk8s-multus rules` lists them all\n'],
])('fails for the unknown rule %j', async (id, stderr) => {
  expect(await command(['explain', id])).toEqual({ status: 2, stdout: '', stderr });
});

test('what to do is said for no value in particular', () => {
  expect(fixOf(rule(() => ({ fix: 'set it' })))).toBe('set it');
  expect(fixOf(rule(({ near }) => ({ fix: near ? `write ${near}` : 'remove it' })))).toBe('remove it');
  expect(fixOf(rule(({ network, runs }) => ({ fix: `write "${network}" or ${runs.join()}` })))).toBe('write "<network>" or <runs>');
  expect(fixOf(rule(({ near, known }) => ({ fix: near ? `write ${JSON.stringify(near)}` : `choose one of ${known.map(String).join()}` })))).toBe('choose one of <known>');
  expect(fixOf(rule(({ near, size }) => ({ fix: `write ${JSON.stringify(near)} of ${size}` })))).toBe('write "<near>" of <size>');
  expect(fixOf(rule(({ owner }) => ({ fix: owner.place.line() })))).toBeUndefined();
  expect(fixOf(rule(({ fix }) => ({ fix })))).toBeUndefined();
});

test('every rule says why and what to do in whole sentences', () => {
  const odd = (text: string) => !text || /undefined|NaN|\[object|\["/.test(text);
  expect(RULES.filter((known) => odd(fixOf(known) ?? 'said by each finding') || odd(known.why) || !known.why.endsWith('.')).map(({ id }) => id)).toEqual([]);
});

test('all rules are listed, one on each line', async () => {
  const { status, stdout } = await command(['rules']);
  const lines = stdout.trimEnd().split('\n');
  expect(status).toBe(0);
  expect(lines).toHaveLength(RULES.length);
  const width = Math.max(...RULES.map(({ id }) => id.length));
  expect(lines).toContain(`${'key-unknown'.padEnd(width)}  warning  Plugins ignore keys that they do not know: a misspelt key has no effect and no error.`);
});
