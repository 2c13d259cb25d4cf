/**
 * Name servers, as a CNI result reports them.
 *
 * @see https://www.cni.dev/docs/spec/#add-success
 */
export interface CniDns {
  /**
   * The addresses of name servers, the first to be asked first.
   *
   * @default - none
   */
  readonly nameservers?: string[];
  /**
   * The domain of short names.
   *
   * @default - none
   */
  readonly domain?: string;
  /**
   * The domains in which short names are looked for, in this order.
   *
   * @default - none
   */
  readonly search?: string[];
  /**
   * Options for the resolver, such as `ndots:2`.
   *
   * @default - none
   */
  readonly options?: string[];
}
