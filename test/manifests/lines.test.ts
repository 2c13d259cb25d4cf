import { linesIn, reportOf } from './support';

/** A NetworkAttachmentDefinition in six lines, and its configuration behind. */
function network(config: string): string {
  return `apiVersion: k8s.cni.cncf.io/v1\nkind: NetworkAttachmentDefinition\nmetadata:\n  name: a\nspec:\n  config: ${config}\n`;
}

function indented(text: string, by: string): string {
  return text.split('\n').map((line) => by + line).join('\n');
}

/** The mode stands in the fourth line, and the subnet in the seventh. */
const JSON_TEXT = `{
  "cniVersion": "0.3.1",
  "type": "ipvlan", "master": "eth1",
  "mode": "l9",
  "ipam": {
    "type": "host-local",
    "subnet": "192.168.0.5/24"
  }
}`;

describe('a finding has the line of the key', () => {
  test.each<[string, string, string[]]>([
    ['in a block', network(`|\n${indented(JSON_TEXT, '    ')}`), ['10 mode-unknown', '13 subnet-host-bits']],
    ['in a block that names its indentation', network(`|2-\n${indented(JSON_TEXT, '    ')}`), ['10 mode-unknown', '13 subnet-host-bits']],
    ['in a block with a comment, an anchor and a tag', network(`&a !!str | # the network\n${indented(JSON_TEXT, '    ')}`), ['10 mode-unknown', '13 subnet-host-bits']],
    ['in a folded block', network(`>-\n${indented(JSON_TEXT, '    ')}`), ['10 mode-unknown', '13 subnet-host-bits']],
    ['in single quotes', network(`'${JSON_TEXT.replaceAll('\n', '\n    ')}'`), ['9 mode-unknown', '12 subnet-host-bits']],
    ['in single quotes, left of its key', network(`'${JSON_TEXT.replace(/\n */g, '\n')}'`), ['9 mode-unknown', '12 subnet-host-bits']],
    ['in double quotes', network(`"${JSON_TEXT.replaceAll('"', '\\"').replaceAll('\n', '\n    ')}"`), ['9 mode-unknown', '12 subnet-host-bits']],
    ['in double quotes, left of its key', network(`"${JSON_TEXT.replaceAll('"', '\\"').replace(/\n */g, '\n')}"`), ['9 mode-unknown', '12 subnet-host-bits']],
    ['in double quotes, each line ending in an escape', network(JSON.stringify(JSON_TEXT).replaceAll('\\n', '\\n\\\n   ')), ['9 mode-unknown', '12 subnet-host-bits']],
    ['in double quotes on one line', network(JSON.stringify(JSON_TEXT)), ['6 mode-unknown', '6 subnet-host-bits']],
    ['behind an escaped quote', network(`"${JSON_TEXT.replace('"mode"', '"name": "a\\"b", "mode"').replace(/[\\"]/g, '\\$&').replaceAll('\n', '\n    ')}"`),
      ['9 config-name-invalid', '9 mode-unknown', '12 subnet-host-bits']],
    ['in other letters than usual', network(`|\n${indented(JSON_TEXT.replace('subnet', 'SubNet'), '    ')}`), ['10 mode-unknown', '13 subnet-host-bits']],
    ['of two equal keys, the one that counts', network(`|\n${indented(JSON_TEXT.replace('"l9",', '"l8",\n  "mode": "l9",'), '    ')}`), ['11 key-repeated', '11 mode-unknown', '14 subnet-host-bits']],
    ['with CRLF', network(`|\n${indented(JSON_TEXT, '    ')}`).replaceAll('\n', '\r\n'), ['10 mode-unknown', '13 subnet-host-bits']],
    ['behind a byte order mark', `\uFEFF${network(`|\n${indented(JSON_TEXT, '    ')}`)}`, ['10 mode-unknown', '13 subnet-host-bits']],
    ['behind comments', `# one\n#two\n\n---\n${network(`|\n${indented(JSON_TEXT, '    ')}`)}`, ['14 mode-unknown', '17 subnet-host-bits']],
    ['in the second document', `a: 1\n---\n${network(`|\n${indented(JSON_TEXT, '    ')}`)}`, ['12 mode-unknown', '15 subnet-host-bits']],
    ['in the second document, with CRLF and a comment at its beginning', `a: 1\n--- # next\n${network(`|\n${indented(JSON_TEXT, '    ')}`)}`.replaceAll('\n', '\r\n'),
      ['12 mode-unknown', '15 subnet-host-bits']],
    ['behind a document that cannot be read', `a: "\n---\n${network(`|\n${indented(JSON_TEXT, '    ')}`)}`, ['1 document-unreadable', '12 mode-unknown', '15 subnet-host-bits']],
    ['of an alias', `x: &config |\n${indented(JSON_TEXT, '  ')}\n${network('*config')}`, ['15 mode-unknown', '15 subnet-host-bits'].map((line) => line.replace('15', '16'))],
    ['in an item of a List', `kind: List\nitems:\n- kind: Pod\n- ${network(`|\n${indented(JSON_TEXT, '    ')}`).trim().replaceAll('\n', '\n  ')}\n`, ['13 mode-unknown', '16 subnet-host-bits']],
    ['in a List of JSON', JSON.stringify({ kind: 'List', items: [{ kind: 'Pod' }, {
      apiVersion: 'k8s.cni.cncf.io/v1', kind: 'NetworkAttachmentDefinition', metadata: { name: 'a' }, spec: { config: JSON_TEXT },
    }] }, undefined, 1), ['14 mode-unknown', '14 subnet-host-bits']],
    ['of the object, where the key is missing', network('|\n    { "cniVersion": "0.3.1",\n      "type": "ipvlan", "mode": "l3",\n      "ipam": {\n        "type": "host-local" } }'),
      ['7 master-missing', '9 subnet-missing']],
    ['of what is not JSON, in a block', network('|\n    {\n      "type": }'), ['8 config-not-json']],
    ['of what is not JSON, in a folded block', network('>\n    {\n      # the type\n      "type": "a" }'), ['8 config-not-json']],
    ['of what is not JSON, in single quotes', network("'{\n      \"a\": \"it''s\",\n\n      // the type\n      \"type\": \"a\" }'"), ['9 config-not-json']],
    ['of what is not JSON, in double quotes', network('"{\n      \\"a\\": \\"b\\",\n\n      // the type\n      \\"type\\": \\"a\\" }"'), ['9 config-not-json']],
    ['of what is missing at the end', network('|\n    {\n      "type": "a"\n\n# a comment of YAML\n'), ['8 config-not-json']],
    ['of what is no text', network('5'), ['6 key-type']],
    ['in an annotation in the short form', 'kind: Pod\nmetadata:\n  annotations:\n    a: b\n    k8s.v1.cni.cncf.io/networks: a/b/c\n', ['5 annotation-malformed']],
    ['in an annotation that is not JSON', 'kind: Pod\nmetadata:\n  annotations:\n    k8s.v1.cni.cncf.io/networks: |\n      [\n        { "name": "a",\n          "mac": "x", }\n      ]\n', ['7 annotation-malformed']],
    ['in an annotation in the JSON form', 'kind: Pod\nmetadata:\n  annotations:\n    k8s.v1.cni.cncf.io/networks: |\n      [\n        { "name": "a",\n          "mac": "x" },\n        { "name": "b",\n          "interface": "a b" } ]\n',
      ['7 mac-invalid', '9 interface-name-invalid']],
    ['in an annotation of a CronJob in single quotes', 'kind: CronJob\nspec:\n  jobTemplate:\n    spec:\n      template:\n        metadata:\n          annotations:\n            k8s.v1.cni.cncf.io/networks: \'[\n              { "name": "a", "interface": "eth0" } ]\'\n        spec:\n          containers: []\n',
      ['9 interface-name-duplicate']],
  ])('%s', (_, text, lines) => {
    expect(linesIn(text)).toEqual(lines);
  });

  test('when the lines of other documents were asked in between', () => {
    const text = `${network(`|\n${indented(JSON_TEXT, '    ')}`)}---\n`.repeat(3);
    expect(linesIn(text).filter((line) => !line.includes('duplicate'))).toEqual([
      '10 mode-unknown', '13 subnet-host-bits', '26 mode-unknown', '29 subnet-host-bits', '42 mode-unknown', '45 subnet-host-bits',
    ]);
  });

  test('and the message of a document that cannot be read says why', () => {
    expect(reportOf('a: 1\nb: [\n').findings.map(({ line, message }) => `${line} ${message}`)).toEqual([
      "2 document-unreadable 'document' cannot be read (Flow sequence in block collection must be sufficiently indented and end with a ]): got \"b: [\"; expected YAML or JSON in UTF-8; correct the text",
    ]);
  });

  const HELM = ', for instance with `helm template | cdk8s-multus check -`';
  test.each<[string, string, number, string, string, string]>([
    ['of Helm', 'kind: NetworkAttachmentDefinition\nmetadata:\n  name: {{ .Release.Name }}-app\n', 3, 'Unexpected scalar at node end', '{{ .Release.Name }}', HELM],
    ['of Helm, in blocks', 'kind: NetworkAttachmentDefinition\n{{- if .Values.on }}\nspec: {}\n{{- end }}\n', 2, 'Implicit keys need to be on a single line', '{{- if .Values.on }}', HELM],
    ['of Jinja', 'kind: NetworkAttachmentDefinition\n{% if on %}\nspec: {}\n{% endif %}\n', 2, 'Plain value cannot start with directive indicator character %', '{% if on %}', ''],
    ['of sed', 'kind: NetworkAttachmentDefinition\nmetadata:\n  name: @NAME@\n', 3, 'Plain value cannot start with reserved character @', '@NAME@', ''],
  ])('and the message of a template %s says to render it', (_, text, line, reason, got, example) => {
    expect(reportOf(text).findings.map((finding) => `${finding.line} ${finding.message}`)).toEqual([
      `${line} document-unreadable 'document' is a template, and cannot be read (${reason}): got "${got}"; expected YAML or JSON in UTF-8; `
      + `check what is made of the template${example}`,
    ]);
  });

  test('and a template that has nothing to do with networks is somebody else\'s', () => {
    expect(reportOf('kind: Service\nmetadata:\n  name: {{ .Release.Name }}-app\n').findings).toEqual([]);
    expect(reportOf('kind: Service\nmetadata\n  name: app\n').findings.map(({ rule }) => rule)).toEqual(['document-unreadable']);
  });
});
