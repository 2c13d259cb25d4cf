/** What Helm replaces: a value of its own, or the result of one of its functions. */
const OF_HELM = /\{\{-?\s*(?:[.$(/]|(?:include|tpl|toYaml|required|default|quote|if|range|with|end|else|template)\b)/;

/** What Kustomize replaces; `${…}` is of Flux, OpenShift, envsubst and others. */
const OF_KUSTOMIZE = /\$\(/;

/** The command that makes the manifest of a text with such a placeholder; undefined where several may. */
export function rendererOf(placeholder: string): string | undefined {
  return OF_HELM.test(placeholder) ? 'helm template' : !placeholder.includes('{{') && OF_KUSTOMIZE.test(placeholder) ? 'kustomize build' : undefined;
}
