import { capabilitiesFor, declareCapabilities } from '../cni/capabilities';
import { asList, pathInOwnPlugins, withChained } from '../cni/chained-list';
import { ConfigReading, MasterFacts, configText, readConfig } from '../cni/config';
import { Conf, jsonCopy } from '../cni/keys';
import { configOnNode, nodesIn } from '../cni/per-node';
import { inProperties, pathInProperties } from '../cni/properties';
import { Fault, Step, refuse } from '../diagnostics';
import { NODE_CONFIG_NAME } from '../diagnostics/node-configs';
import { NODE_SET_INVALID } from '../diagnostics/nodes';
import { NetworkFact, Selection, Subject } from '../facts';
import { ownKey } from '../facts/facts';
import { MULTUS_CONF_DIR, ofNodes } from '../facts/node-configs';
import { isLabelValue } from '../nodes/labels';

/** What a network's configuration is made of. */
export interface NetworkConfigSource {
  readonly own: Conf;
  readonly chained: readonly Conf[];
  readonly cniVersion?: string;
  readonly master: MasterFacts;
  /** Whether the value at the path was written as a property, rather than as a key of a plugin. */
  readonly isProperty: (path: readonly Step[]) => boolean;
  /** The directory on the nodes into which their configurations go; Multus's own where it is left out. */
  readonly confDir?: string;
}

const NONE: ReadonlySet<string> = new Set();

/** The configuration of a network: the same on all nodes, or one for each. */
export class NetworkConfig {
  /** The nodes that have a configuration of their own, sorted; undefined where it is the same on all. */
  public readonly nodes?: readonly string[];

  private readonly pathInOwnPlugins: (path: readonly Step[]) => readonly Step[];
  private readonly isProperty: (path: readonly Step[]) => boolean;
  private readonly config: Conf;
  private readonly master: MasterFacts;
  private readonly confDir: string;
  private capabilities: ReadonlySet<string> = NONE;
  private last?: { readonly capabilities: number; readonly reading: ConfigReading };

  /** @throws where the plugin would refuse the configuration when a pod starts */
  constructor(place: string, { own: written, chained, cniVersion, master, isProperty, confDir = MULTUS_CONF_DIR }: NetworkConfigSource) {
    const own = jsonCopy(place, 'config', written);
    this.config = jsonCopy(place, 'config', withChained(own, chained, cniVersion));
    this.master = master;
    this.confDir = confDir;
    this.pathInOwnPlugins = pathInOwnPlugins(own, chained.length);
    this.isProperty = isProperty;
    this.nodes = nodesIn(this.config);
    const wrong = this.nodes?.find((node) => node === '' || !isLabelValue(node));
    refuse(place, wrong === undefined ? [] : [NODE_SET_INVALID.fault(['ipam', wrong], wrong, { expected: 'the name of a node, such as "worker-1"' })]);
    refuse(place, (this.nodes ? this.nodeFaults(this.readNodes()) : this.reading().faults.map((fault) => this.inOwnWords(fault))));
  }

  /**
   * Says a fault in the words of whoever wrote the configuration.
   *
   * @param node the one whose configuration it is in, where each has its own
   */
  public inOwnWords(fault: Fault, node?: string): Fault {
    const path = this.placeOf(fault.path, node);
    return this.isProperty(path) ? inProperties({ ...fault, path }) : { ...fault, path };
  }

  /** Declares the capabilities that carry what an attachment asks for. */
  public attached(selection: Selection): void {
    const wanted = capabilitiesFor(selection);
    if (wanted.length > 0) {
      this.capabilities = new Set([...this.capabilities, ...wanted]);
    }
  }

  /** The text of `spec.config`. */
  public text(): string {
    return configText(this.declared(this.config));
  }

  /** The text of each node's file, in which Multus finds the network by its name. */
  public nodeTexts(networkName: string): ReadonlyMap<string, string> {
    return new Map((this.nodes ?? []).map((node) => {
      const { cniVersion, plugins, ...others } = asList(this.declared(configOnNode(this.config, node)));
      return [node, configText({ cniVersion, name: networkName, ...others, plugins })];
    }));
  }

  /** Refuses a name under which Multus would not find the configuration on the node. */
  public checkName(networkName: string): Fault[] {
    const { name } = this.config;
    return !this.nodes || name === undefined || name === networkName ? [] : [NODE_CONFIG_NAME.fault(['rawConfig', 'name'], name, { network: networkName })];
  }

  /** What the rules look at. */
  public fact(subject: Subject): Pick<NetworkFact, 'reading' | 'nodeConfigs'> {
    return this.nodes ? this.factOfNodes(subject) : { reading: this.reading() };
  }

  /** The reading of the configuration that is the same on all nodes: once, as long as nothing changes what it says. */
  private reading(): ConfigReading {
    const { size } = this.capabilities;
    if (this.last?.capabilities !== size) {
      this.last = { capabilities: size, reading: this.read(this.config) };
    }
    return this.last.reading;
  }

  private factOfNodes(subject: Subject): Pick<NetworkFact, 'reading' | 'nodeConfigs'> {
    const readings = this.readNodes();
    return ofNodes({
      subject,
      network: ownKey({ subject }),
      confDir: this.confDir,
      readings,
      faults: this.nodeFaults(readings),
      pathOf: (node, path) => this.pathInOwnWords(path, node),
    });
  }

  private declared(config: Conf): Conf {
    return declareCapabilities(config, this.capabilities);
  }

  private read(config: Conf): ConfigReading {
    return readConfig(this.declared(config), this.master);
  }

  private readNodes(): ReadonlyMap<string, ConfigReading> {
    return new Map((this.nodes ?? []).map((node) => [node, this.read(configOnNode(this.config, node))]));
  }

  /** What is wrong with the plugins once, and with the IPAM of each node. */
  private nodeFaults(readings: ReadonlyMap<string, ConfigReading>): Fault[] {
    return [...readings].flatMap(([node, { faults }], i) => faults.map((fault) => this.inOwnWords(fault, node))
      .filter(({ path }) => path[0] === 'ipam' || i === 0));
  }

  private pathInOwnWords(path: readonly Step[], node: string): readonly Step[] {
    const place = this.placeOf(path, node);
    return this.isProperty(place) ? pathInProperties(place) : place;
  }

  /** `ipam.worker-1.subnet` for `plugins[0].ipam.subnet`. */
  private placeOf(path: readonly Step[], node: string | undefined): readonly Step[] {
    const place = this.pathInOwnPlugins(path);
    return node !== undefined && place[0] === 'ipam' ? ['ipam', node, ...place.slice(1)] : place;
  }
}
