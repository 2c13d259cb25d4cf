/** A small image with a POSIX shell, for all architectures. */
export const SHELL_IMAGE = 'docker.io/library/alpine:3.22.2';

/** An example of one that holds the CNI plugins besides. */
export const PLUGINS_IMAGE = 'registry.example.com/cni-plugins:v1.9.1';

/** A larger one, with `kubectl` and `curl`. */
export const KUBECTL_IMAGE = 'docker.io/alpine/k8s:1.34.1';

export const WHEREABOUTS_IMAGE = 'ghcr.io/k8snetworkplumbingwg/whereabouts:v0.9.4';
