/** A small image with a POSIX shell, for all architectures. */
export const SHELL_IMAGE = 'docker.io/library/alpine:3.22.2';
