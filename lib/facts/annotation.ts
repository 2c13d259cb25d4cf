import { repeatFaults } from './json-config';
import { faultOfJson, spellingOf } from './json-text';
import { PlaceInText, placeInText } from './place-in-text';
import { memberAt } from './pod-objects';
import { NETWORKS_ANNOTATION, Selection, checkSelection, isDnsLabel } from './selection';
import { Conf, Hint, isComment, isConf, isInterfaceName, nearest } from '../cni/keys';
import { isAbsent } from '../cni/values';
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
const SPELLINGS = spellingsOf(KEYS);

/** What `interface` was called once; it is read where that is not there. */
const OLD_INTERFACE = 'interfacerequest';

/** The keys in a request, in any case too. */
const PART_SPELLINGS: Readonly<Record<string, ReadonlyMap<string, string>>> = {
  bandwidth: spellingsOf(['ingressRate', 'ingressBurst', 'egressRate', 'egressBurst']),
  portMappings: spellingsOf(['hostPort', 'containerPort', 'protocol', 'hostIP']),
};

/** What is to Multus as good as none. An empty list of gateways is not. */
const EMPTY_LISTS = ['ips', 'portMappings'];
const EMPTY_OBJECTS = ['bandwidth', 'cni-args'];
const NEVER_EMPTY = [...EMPTY_LISTS, ...EMPTY_OBJECTS, 'default-route'];

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
  const selections = value.map(readItem);
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

/** A selection as Go reads it: of keys that differ in case alone the last one counts, unless it is null. */
function readItem(item: Conf): Conf {
  const read = spelled(item, SPELLINGS);
  const old = Object.keys(read).find((key) => key.toLowerCase() === OLD_INTERFACE);
  const { [old ?? '']: oldInterface, ...others } = read;
  const named = old !== undefined && isAbsent(others.interface) ? { ...others, interface: oldInterface } : others;
  return Object.fromEntries(Object.entries(named).filter(([key, part]) => !saysNothing(key, part)).map(([key, part]) => [key, readPart(key, part)]));
}

function readPart(key: string, part: unknown): unknown {
  const spellings = Object.hasOwn(PART_SPELLINGS, key) ? PART_SPELLINGS[key] : undefined;
  return !spellings ? part : Array.isArray(part) ? part.map((entry: unknown) => (isConf(entry) ? spelled(entry, spellings) : entry))
    : isConf(part) ? spelled(part, spellings) : part;
}

function spelled(conf: Conf, spellings: ReadonlyMap<string, string>): Conf {
  const result = new Map<string, unknown>();
  for (const [key, part] of Object.entries(conf)) {
    const spelling = spellings.get(key.toLowerCase()) ?? key;
    if (part !== null) {
      result.set(spelling, part);
    }
  }
  return Object.fromEntries(result);
}

function spellingsOf(keys: readonly string[]): ReadonlyMap<string, string> {
  return new Map(keys.map((key) => [key.toLowerCase(), key]));
}

/** Whether a value is to Multus as good as none: what is empty, and of the kind that the key has. */
function saysNothing(key: string, value: unknown): boolean {
  return EMPTY_LISTS.includes(key) ? Array.isArray(value) && value.length === 0
    : EMPTY_OBJECTS.includes(key) ? isConf(value) && Object.keys(value).length === 0
      : !NEVER_EMPTY.includes(key) && value === '';
}

/** The text without the blanks around it that Go knows: U+0085 is one to it, and a byte order mark none. */
function trimmed(text: string): string {
  const isBlank = (place: number) => /[^\S\uFEFF]|\u0085/.test(text.charAt(place));
  let [first, end] = [0, text.length];
  while (first < end && isBlank(first)) {
    first++;
  }
  // from the end: an expression would begin at each of the blanks between two words
  while (end > first && isBlank(end - 1)) {
    end--;
  }
  return text.slice(first, end);
}

/** Whether the short form can carry the name: Multus does not look at its length, and an object can have one of 253 characters. */
function isObjectName(name: string): boolean {
  return name.length <= 253 && /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(name);
}

function readShortForm(text: string, annotation: string): AnnotationReading {
  const selections: Selection[] = [];
  for (const item of text.split(',').map(trimmed)) {
    const slashed = item.split('/').map(trimmed);
    const [name, interfacePart = '', ...more] = slashed[slashed.length - 1].split('@').map(trimmed);
    // an empty namespace is the pod's, an empty interface name is Multus's to choose
    const namespace = slashed.length === 2 && slashed[0] !== '' ? slashed[0] : undefined;
    const interfaceName = interfacePart === '' ? undefined : interfacePart;
    if (slashed.length > 2 || more.length > 0) {
      return malformed(annotation, text, `has the item ${JSON.stringify(item)}, which is not "namespace/name@interface"`);
    }
    if (/^['"].*['"]$/.test(item)) {
      return quoted(annotation, text);
    }
    if (!isObjectName(name) || (namespace !== undefined && !isDnsLabel(namespace))) {
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
