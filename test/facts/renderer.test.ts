import { rendererOf } from '../../lib/facts/renderer';

test.each<[string, string | undefined]>([
  ['{{ .Values.master }}', 'helm template'],
  ['{{- $net.master | quote }}', 'helm template'],
  ['{{ include "app.name" . }}', 'helm template'],
  ['{{- if .Values.on }}', 'helm template'],
  ['${MASTER}', undefined],
  ['$(MASTER)', 'kustomize build'],
  ['$MASTER', undefined],
  // Ansible, and whoever else has Jinja
  ['{{ item.master }}', undefined],
  ['{% if on %}', undefined],
  ['@MASTER@', undefined],
])('%s is replaced by %s', (placeholder, renderer) => {
  expect(rendererOf(placeholder)).toBe(renderer);
});
