import { Conf, jsonText } from './keys';
import { Step } from '../diagnostics';

/** Whether the value at the path, from the `ipam` on, was written as a property of the typed API, rather than as a key of the plugin. */
type WrittenAsProperties = (path: readonly Step[]) => boolean;

export const AS_PROPERTIES: WrittenAsProperties = () => true;
export const AS_KEYS: WrittenAsProperties = () => false;

/** What the factories of `Ipam` return: a configuration that nothing changes any more. */
export class FixedIpam {
  private readonly text: string;

  /** @throws where the configuration cannot be written as JSON */
  constructor(place: string, config: Conf, public readonly isWrittenAsProperties: WrittenAsProperties) {
    this.text = jsonText(place, 'options', config);
  }

  /** A copy of its own for whoever asks. */
  public toIpamConfig(): { [key: string]: any } {
    return JSON.parse(this.text) as { [key: string]: any };
  }
}

/** Whether the value at the path in an `ipam` was written as a property. What somebody else than the factories made has keys. */
export function isWrittenAsProperties(ipam: unknown, path: readonly Step[]): boolean {
  return (ipam as Partial<FixedIpam> | undefined)?.isWrittenAsProperties?.(path) === true;
}
