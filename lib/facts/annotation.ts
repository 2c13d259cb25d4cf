import { repeatFaults } from './json-config';
import { faultOfJson, spellingOf } from './json-text';
import { PlaceInText, placeInText } from './place-in-text';
import { memberAt } from './pod-objects';
import { NETWORKS_ANNOTATION, Selection, checkSelection, isDnsLabel } from './selection';
import { Conf, Hint, isComment, isConf, isInterfaceName, nearest } from '../cni/keys';
import { Fault, INTERFACE_NAME, Step } from '../diagnostics';
import { ANNOTATION_MALFORMED } from '../diagnostics/attachment';
import { KEY_UNKNOWN } from '../diagnostics/config';

/** What an annotation says. */
export interface AnnotationReading {
  readonly selections: readonly Selection[];
  readonly faults: readonly Fault[];
  /** Where the text is not JSON. */
  readonly place?: PlaceInText;
}

/** The keys of a selection; Go reads them in any case. */
const KEYS = [
  'name', 'namespace', 'interface', 'ips', 'mac', 'infiniband-guid', 'bandwidth', 'portMappings', 'deviceID', 'cni-args', 'default-route',
  'ipam-claim-reference',
];
const SPELLINGS = new Map(KEYS.map((key) => [key.toLowerCase(), key]));
/** What `interface` was called once. */
SPELLINGS.set('interfacerequest', 'interface');

/** What the keys are called in other places. */
const CALLED_ELSEWHERE = new Map([['ip', 'ips'], ['macaddress', 'mac']]);

/** What to do about the router of a network. "default-route" is no other name of it: it takes the pod's traffic off the cluster network. */
const GATEWAY_HINT: Hint = {
  expected: "the gateway in the 'ipam' of the network, as 'gateway' or in its 'routes'",
  fix: 'write it there; "default-route" is for a pod all of whose traffic is to go through this network',
};

/**
 * Reads the annotation the way Multus does (`parsePodNetworkAnnotation`), and says what it refuses.
 *
 * @param key the name of the annotation: that of the default network is read in the same way
 */
export function readAnnotation(text: string, key = NETWORKS_ANNOTATION): AnnotationReading {
  if (text === '') {
    return { selections: [], faults: [] };
  }
  return /[[{"]/.test(text) ? readJson(text, key) : readShortForm(text, key);
}

function readJson(text: string, annotation: string): AnnotationReading {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const fault = faultOfJson(text);
    const reason = fault?.reason ?? (error as Error).message.replace(/\s+/g, ' ');
    return !/[[{]/.test(text) ? quoted(annotation, text)
      : { ...malformed(annotation, text, `is not JSON (${reason})`, fault?.fix), ...(fault && { place: placeInText(text, fault.at) }) };
  }
  if (typeof value === 'string') {
    return quoted(annotation, text);
  }
  if (!Array.isArray(value)) {
    return isConf(value) ? malformed(annotation, text, 'is one object, not a list of objects', 'put it in [ ]') : malformed(annotation, text, 'is not a list of objects');
  }
  if (!value.every(isConf)) {
    return malformed(annotation, text, 'is a list, but not of objects', 'write the names alone, separated by commas, or each as an object: { "name": "…" }');
  }
  const selections = value.map((item) => Object.fromEntries(Object.entries(item)
    .map(([key, part]) => [SPELLINGS.get(key.toLowerCase()) ?? key, part] as const)
    .filter(([key, part]) => !saysNothing(key, part))));
  const nameless = selections.findIndex(({ name }) => typeof name !== 'string' || name === '');
  if (nameless >= 0) {
    return malformed(annotation, text, `has no 'name' in selection ${nameless + 1}`);
  }
  const withSlash = selections.find(({ name }) => String(name).includes('/'));
  if (withSlash) {
    return malformed(annotation, text, `has a namespace in the 'name' ${JSON.stringify(withSlash.name)}, which the JSON form does not read`,
      "give the namespace a key of its own, 'namespace'");
  }
  return {
    selections: selections as unknown as Selection[],
    faults: [
      ...repeatFaults(text, value, [annotation]),
      ...selections.some(({ bandwidth, portMappings }) => bandwidth ?? portMappings) ? decimalFaults(text, value, annotation) : [],
      ...selections.flatMap((selection, i) => [...unknownKeys(selection, [annotation, i]), ...checkSelection(selection, [annotation, i])]),
    ],
  };
}

/**
 * Go reads no whole number from one with a fraction or an exponent, as templates write large ones. What is no whole number at all is found
 * elsewhere.
 */
function decimalFaults(text: string, value: unknown, annotation: string): Fault[] {
  const whole = spellingOf(text).decimals.filter(({ path }) => isWhole(path) && Number.isSafeInteger(memberAt(value, path)));
  return whole.map(({ path, text: written }) => {
    const digits = String(memberAt(value, path));
    return ANNOTATION_MALFORMED.fault([annotation, ...path], memberAt(value, path), {
      problem: `is written ${written}, and Multus reads no whole number that has a fraction or an exponent`,
      expected: 'digits alone',
      fix: `write ${digits}; in a template of Helm, pass the value through "int64"`,
    });
  });
}

/** Whether the way in the annotation leads to a value that is a whole number to Multus. */
function isWhole([, request, ...rest]: readonly Step[]): boolean {
  return /^(bandwidth|portMappings)$/i.test(String(request)) && /^((in|e)gress(Rate|Burst)|(host|container)Port)$/i.test(String(rest.at(-1)));
}

function unknownKeys(selection: Conf, path: readonly Step[]): Fault[] {
  return Object.entries(selection).filter(([key]) => !KEYS.includes(key) && !isComment(key)).map(([key, value]) => {
    const near = CALLED_ELSEWHERE.get(key.toLowerCase()) ?? nearest(key, KEYS);
    return KEY_UNKNOWN.fault([...path, key], value, { plugin: 'Multus', near, known: KEYS, ...(/^gateways?$/i.test(key) && { hint: GATEWAY_HINT }) });
  });
}

/** Whether a value is to Multus as good as none: null, and what is empty. An empty list of gateways is not. */
function saysNothing(key: string, value: unknown): boolean {
  return value === null || value === '' || (key !== 'default-route' && typeof value === 'object' && Object.keys(value).length === 0);
}

function readShortForm(text: string, annotation: string): AnnotationReading {
  const selections: Selection[] = [];
  for (const item of text.split(',').map((part) => part.trim())) {
    const slashed = item.split('/').map((part) => part.trim());
    const [name, interfacePart = '', ...more] = slashed[slashed.length - 1].split('@').map((part) => part.trim());
    // an empty namespace is the pod's, an empty interface name is Multus's to choose
    const namespace = slashed.length === 2 && slashed[0] !== '' ? slashed[0] : undefined;
    const interfaceName = interfacePart === '' ? undefined : interfacePart;
    if (slashed.length > 2 || more.length > 0) {
      return malformed(annotation, text, `has the item ${JSON.stringify(item)}, which is not "namespace/name@interface"`);
    }
    if (/^['"].*['"]$/.test(item)) {
      return quoted(annotation, text);
    }
    if (!isDnsLabel(name) || (namespace !== undefined && !isDnsLabel(namespace))) {
      return item === '' ? malformed(annotation, text, 'has an empty item', 'remove the comma that has no name beside it')
        : malformed(annotation, text, `has the item ${JSON.stringify(item)}, whose names Multus refuses`, /\s/.test(item) ? 'separate names by commas' : undefined);
    }
    if (interfaceName !== undefined && !isInterfaceName(interfaceName)) {
      return malformed(annotation, text, `has the interface name ${JSON.stringify(interfaceName)}, which Multus or the kernel refuses`, `choose a name of ${INTERFACE_NAME}`);
    }
    selections.push({ name, ...(namespace !== undefined && { namespace }), ...(interfaceName !== undefined && { interface: interfaceName }) });
  }
  return { selections, faults: [] };
}

function quoted(annotation: string, text: string): AnnotationReading {
  return malformed(annotation, text, 'has quotes in its text', 'remove the quotes: in a block of YAML, or inside of other quotes, they are a part of the text');
}

function malformed(annotation: string, text: string, problem: string, fix?: string): AnnotationReading {
  return { selections: [], faults: [ANNOTATION_MALFORMED.fault([annotation], text, { problem, fix })] };
}
