import { formatJson } from '../../lib/cli/format-json';
import { finding, report } from './support/command';

test('the report is one line of JSON', () => {
  expect(formatJson(report(finding({ line: 4 })))).toBe(`${JSON.stringify({
    findings: [{
      rule: 'subnet-host-bits',
      severity: 'error',
      kind: 'NetworkAttachmentDefinition',
      namespace: 'default',
      name: 'storage',
      file: 'a.yaml',
      line: 4,
      message: "subnet-host-bits 'subnet' has host bits set: got \"10.8.0.7/24\"; expected a network address; write \"10.8.0.0/24\"",
      fix: 'write "10.8.0.0/24"',
    }],
    checked: { files: 1, networks: 1, workloads: 2 },
  })}\n`);
});

test('without findings the list is empty', () => {
  expect(formatJson(report())).toBe('{"findings":[],"checked":{"files":1,"networks":1,"workloads":2}}\n');
});

test('what would steer a terminal is escaped, and means the same', () => {
  const name = '\u001b[2J\u009b\u202e한';
  const json = formatJson(report(finding({ name })));
  expect(json.trimEnd()).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  expect(JSON.parse(json).findings[0].name).toBe(name);
});
