/** The scenario of subjects/scenario.ts for other tools. */

const CONFIG = [
  '{', '  "cniVersion": "0.3.1",', '  "type": "ipvlan",', '  "master": "eth1",', '  "mode": "l3",', '  "ipam": {', '    "type": "host-local",',
  '    "subnet": "{{ $octets }}.0/24",', '    "rangeStart": "{{ $octets }}.10",', '    "rangeEnd": "{{ $octets }}.99",', '    "gateway": "{{ $octets }}.1"',
  '  }', '}',
];

/** A chart whose values are the numbers of pods and networks. */
export const HELM_CHART: Readonly<Record<string, string>> = {
  'Chart.yaml': 'apiVersion: v2\nname: scenario\nversion: 0.1.0\n',
  'templates/networks.yaml': `{{- range $i := until (int .Values.networks) }}
{{- $octets := printf "10.%d.%d" (div $i 256) (mod $i 256) }}
---
apiVersion: k8s.cni.cncf.io/v1
kind: NetworkAttachmentDefinition
metadata:
  name: net-{{ $i }}
  namespace: {{ $.Release.Namespace }}
spec:
  config: |-
${CONFIG.map((line) => `    ${line}`).join('\n')}
{{- end }}
`,
  'templates/pods.yaml': `{{- $networks := int .Values.networks }}
{{- range $i := until (int .Values.pods) }}
---
apiVersion: v1
kind: Pod
metadata:
  annotations:
    k8s.v1.cni.cncf.io/networks: net-{{ mod $i $networks }}
  name: pod-{{ $i }}
  namespace: {{ $.Release.Namespace }}
spec:
  automountServiceAccountToken: false
  containers:
    - image: nginx:1.27.3
      imagePullPolicy: Always
      name: main
      resources:
        limits:
          cpu: 1500m
          memory: 2048Mi
        requests:
          cpu: 1000m
          memory: 512Mi
      securityContext:
        allowPrivilegeEscalation: false
        privileged: false
        readOnlyRootFilesystem: true
        runAsNonRoot: true
  dnsPolicy: ClusterFirst
  hostNetwork: false
  nodeName: worker-{{ mod $i $networks }}
  restartPolicy: Always
  securityContext:
    fsGroupChangePolicy: Always
    runAsNonRoot: true
  setHostnameAsFQDN: false
  terminationGracePeriodSeconds: 30
{{- end }}
`,
};

export const KUSTOMIZATION = 'resources:\n- manifests.yaml\nnamespace: default\n';

/** A function of the numbers of pods and networks. */
export const JSONNET = `function(pods, networks)
  local octets(i) = '10.%d.%d' % [std.floor(i / 256), i % 256];
  local network(i) = {
    apiVersion: 'k8s.cni.cncf.io/v1',
    kind: 'NetworkAttachmentDefinition',
    metadata: { name: 'net-%d' % i, namespace: 'default' },
    spec: {
      config: std.manifestJsonEx({
        cniVersion: '0.3.1',
        type: 'ipvlan',
        master: 'eth1',
        mode: 'l3',
        ipam: {
          type: 'host-local',
          subnet: octets(i) + '.0/24',
          rangeStart: octets(i) + '.10',
          rangeEnd: octets(i) + '.99',
          gateway: octets(i) + '.1',
        },
      }, '  '),
    },
  };
  local pod(i) = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      annotations: { 'k8s.v1.cni.cncf.io/networks': 'net-%d' % (i % networks) },
      name: 'pod-%d' % i,
      namespace: 'default',
    },
    spec: {
      automountServiceAccountToken: false,
      containers: [{
        image: 'nginx:1.27.3',
        imagePullPolicy: 'Always',
        name: 'main',
        resources: { limits: { cpu: '1500m', memory: '2048Mi' }, requests: { cpu: '1000m', memory: '512Mi' } },
        securityContext: { allowPrivilegeEscalation: false, privileged: false, readOnlyRootFilesystem: true, runAsNonRoot: true },
      }],
      dnsPolicy: 'ClusterFirst',
      hostNetwork: false,
      nodeName: 'worker-%d' % (i % networks),
      restartPolicy: 'Always',
      securityContext: { fsGroupChangePolicy: 'Always', runAsNonRoot: true },
      setHostnameAsFQDN: false,
      terminationGracePeriodSeconds: 30,
    },
  };
  [network(i) for i in std.range(0, networks - 1)] + [pod(i) for i in std.range(0, pods - 1)]
`;
