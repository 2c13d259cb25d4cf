// An API server for the real kubectl, over the state of a small cluster: what cluster.mjs does with a request, by HTTP.
// Prints its port. CLUSTER is the file with the state; CALLS gets a line per request.
import { ApiError, readCluster, request } from './cluster.mjs';
import { appendFileSync } from 'fs';
import { createServer } from 'http';

const KINDS = { configmaps: 'ConfigMap', daemonsets: 'DaemonSet' };
const PATCHES = { 'application/merge-patch+json': 'merge', 'application/json-patch+json': 'json' };
const NODES = 3;
const APPS = { groupVersion: 'apps/v1', version: 'v1' };

/** What kubectl asks first: which resources there are. */
const DISCOVERY = {
  '/api': { kind: 'APIVersions', versions: ['v1'] },
  '/apis': { kind: 'APIGroupList', apiVersion: 'v1', groups: [{ name: 'apps', versions: [APPS], preferredVersion: APPS }] },
  '/api/v1': resourceList('v1', 'configmaps'),
  '/apis/apps/v1': resourceList('apps/v1', 'daemonsets'),
};

function resourceList(groupVersion, name) {
  const resource = { name, singularName: KINDS[name].toLowerCase(), namespaced: true, kind: KINDS[name], verbs: ['get', 'list', 'watch', 'patch'] };
  return { kind: 'APIResourceList', apiVersion: 'v1', groupVersion, resources: [resource] };
}

/** The object as the server shows it, with what the controller of DaemonSets says of it. */
function shown(object, resource, namespace, failing) {
  const { metadata, spec } = object;
  const whole = { apiVersion: resource === 'daemonsets' ? 'apps/v1' : 'v1', kind: KINDS[resource], ...object, metadata: { namespace, resourceVersion: '1', ...metadata } };
  return resource !== 'daemonsets' ? whole : {
    ...whole,
    spec: { updateStrategy: { type: 'RollingUpdate' }, ...spec },
    status: {
      observedGeneration: metadata.generation,
      desiredNumberScheduled: NODES,
      updatedNumberScheduled: NODES,
      numberAvailable: failing.includes(`rollout ${metadata.name}`) ? NODES - 1 : NODES,
    },
  };
}

function answer(incoming, body, response) {
  const { pathname, searchParams } = new URL(incoming.url, 'http://cluster');
  if (DISCOVERY[pathname]) {
    return send(response, 200, DISCOVERY[pathname]);
  }
  const [, namespace, resource, named] = pathname.match(/^\/(?:api\/v1|apis\/apps\/v1)\/namespaces\/([^/]+)\/([^/]+)(?:\/([^/]+))?$/) ?? [];
  if (!KINDS[resource]) {
    return sendError(response, new ApiError(404, 'NotFound', 'the server could not find the requested resource'));
  }
  const name = named ?? searchParams.get('fieldSelector').replace('metadata.name=', '');
  const verb = incoming.method === 'PATCH' ? 'patch' : named ? 'get' : searchParams.get('watch') ? 'watch' : 'list';
  appendFileSync(process.env.CALLS, `${verb} ${resource}/${name}\n`);
  const patch = verb === 'patch' ? { type: PATCHES[incoming.headers['content-type']], body: JSON.parse(body) } : undefined;
  const current = () => {
    const cluster = readCluster(process.env.CLUSTER);
    const object = request(cluster, verb, resource, namespace, name, patch);
    return object && shown(object, resource, namespace, cluster.state.failing);
  };
  if (verb === 'watch') {
    return watch(response, current);
  }
  const object = current();
  const list = { apiVersion: 'apps/v1', kind: `${KINDS[resource]}List`, metadata: { resourceVersion: '1' }, items: object ? [object] : [] };
  return send(response, 200, verb === 'list' ? list : object);
}

/** Sends the object whenever it is another than before. */
function watch(response, current) {
  let before = JSON.stringify(current());
  response.writeHead(200, { 'Content-Type': 'application/json' }).flushHeaders();
  const timer = setInterval(() => {
    const now = JSON.stringify(current());
    if (now !== before) {
      response.write(`${JSON.stringify({ type: 'MODIFIED', object: JSON.parse(now) })}\n`);
      before = now;
    }
  }, 50);
  response.on('close', () => clearInterval(timer));
}

function send(response, code, object) {
  response.writeHead(code, { 'Content-Type': 'application/json' }).end(JSON.stringify(object));
}

function sendError(response, { code = 500, reason, message }) {
  send(response, code, { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', reason, code, message });
}

const server = createServer((incoming, response) => {
  let body = '';
  incoming.on('data', (data) => { body += data; });
  incoming.on('end', () => {
    try {
      answer(incoming, body, response);
    } catch (error) {
      sendError(response, error);
    }
  });
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
