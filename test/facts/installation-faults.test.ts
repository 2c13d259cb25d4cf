import { daemonMemoryFaults, imageTagFaults } from '../../lib/facts/installation-faults';
import { messageOf } from '../../lib/diagnostics/rule';

const EXAMPLE = 'example.com/app:v1.2.3';

test.each([
  'multus:v4.3.0',
  'ghcr.io/k8snetworkplumbingwg/multus-cni:v4.3.0-thick',
  'ghcr.io/k8snetworkplumbingwg/multus-cni:v4.3.0-debug',
  'registry:5000/multus:latest-is-not-this',
  'multus:v3.6-amd64',
  'multus:latest-amd64-1',
  `multus@sha256:${'0'.repeat(64)}`,
  `multus:latest@sha256:${'0'.repeat(64)}`,
])('the image %s stays what it is', (image) => {
  expect(imageTagFaults(['image'], image, EXAMPLE)).toEqual([]);
});

test.each([
  'multus', 'registry:5000/multus', 'multus:latest', 'multus:stable', 'multus:stable-thick', 'multus:stable-debug', 'multus:snapshot',
  'multus:snapshot-thick', 'multus:debug', 'docker.io/library/alpine:edge', 'multus:master', 'multus:thick', 'nfvpe/multus:stable', 'nfvpe/multus:stable-ppc64le',
  'nfvpe/multus:stable-arm64v8', 'ghcr.io/k8snetworkplumbingwg/whereabouts:latest-amd64', 'multus:snapshot-thick-arm64',
])('the image %s is warned about', (image) => {
  expect(imageTagFaults(['spec', 'containers', 0, 'image'], image, EXAMPLE).map(messageOf)).toEqual([
    `image-tag-moves 'spec.containers[0].image' is an image that changes under its name: got "${image}"; `
    + 'expected the tag of a release or a digest, such as "example.com/app:v1.2.3"; pin the release',
  ]);
});

test.each(['51Mi', '52428801', '0.1Gi', '200Mi', '256M', '1e9', undefined, 'nonsense'])('a limit of %j is enough for the daemon', (limit) => {
  expect(daemonMemoryFaults(['memory'], limit)).toEqual([]);
});

test.each([['50Mi', '"50Mi"'], [52428800, '52428800'], ['52M', '"52M"'], ['51200Ki', '"51200Ki"'], ['15Mi', '"15Mi"'], ['5e7', '"5e7"']])(
  'a limit of %j is warned about', (limit, got) => {
    expect(daemonMemoryFaults(['resources', 'limits', 'memory'], limit).map(messageOf)).toEqual([
      `multus-memory-low 'resources.limits.memory' is a memory limit that the Multus daemon outgrows: got ${got}; `
      + "expected more than \"50Mi\"; set it to \"256Mi\", or leave 'resources' out",
    ]);
  },
);
