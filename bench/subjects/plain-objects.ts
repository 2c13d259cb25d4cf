import { ApiObject, App, Chart } from 'cdk8s';
import { addNetworks, annotationsOf, scenario } from './scenario';

// plain-objects.js OUTDIR PODS: the scenario in objects as they are written, without cdk8s-plus: what cdk8s itself takes

const [outdir, size] = process.argv.slice(2);
const { namespace, networks, pods } = scenario(Number(size));
const app = new App({ outdir });
addNetworks(new Chart(app, 'networks', { namespace }), networks);
const apps = new Chart(app, 'apps-0', { namespace });
for (const pod of pods) {
  const { name, image, node } = pod;
  new ApiObject(apps, name, {
    apiVersion: 'v1', kind: 'Pod', metadata: { name, annotations: annotationsOf(pod, networks) },
    spec: {
      automountServiceAccountToken: false,
      containers: [{
        image,
        imagePullPolicy: 'Always',
        name: 'main',
        resources: { limits: { cpu: '1500m', memory: '2048Mi' }, requests: { cpu: '1000m', memory: '512Mi' } },
        securityContext: { allowPrivilegeEscalation: false, privileged: false, readOnlyRootFilesystem: true, runAsNonRoot: true },
      }],
      dnsPolicy: 'ClusterFirst',
      hostNetwork: false,
      nodeName: node,
      restartPolicy: 'Always',
      securityContext: { fsGroupChangePolicy: 'Always', runAsNonRoot: true },
      setHostnameAsFQDN: false,
      terminationGracePeriodSeconds: 30,
    },
  });
}
app.synth();
