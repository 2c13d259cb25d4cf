import { HostPaths } from './host-paths';
import { MultusInstallProps } from './multus-install-props';
import { MultusRelease } from './multus-release';
import { MultusVariant } from './multus-variant';

/** What `MultusInstall` was told, checked, with the defaults that more than one module needs. */
export interface MultusSettings extends MultusInstallProps {
  readonly variant: MultusVariant;
  readonly release: MultusRelease;
  readonly image: string;
  readonly namespace: string;
  readonly hostPaths: HostPaths;
}

/** The settings of props without faults. */
export function multusSettings(props: MultusInstallProps): MultusSettings {
  const variant = props.variant ?? MultusVariant.THIN;
  const release = new MultusRelease(props.version);
  return {
    ...props,
    variant,
    release,
    image: props.image ?? multusImage(variant, release),
    namespace: props.namespace ?? 'kube-system',
    hostPaths: props.hostPaths ?? HostPaths.STANDARD,
  };
}

/** The image that upstream publishes, at a tag that does not move. */
export function multusImage(variant: MultusVariant, release: MultusRelease): string {
  return `ghcr.io/k8snetworkplumbingwg/multus-cni:v${release.version}${variant === MultusVariant.THICK ? '-thick' : ''}`;
}
