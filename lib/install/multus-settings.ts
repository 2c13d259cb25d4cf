import { HostPaths } from './host-paths';
import { MultusInstallProps } from './multus-install-props';
import { MultusRelease } from './multus-release';
import { MultusVariant } from './multus-variant';
import { ownReleaseOf } from '../facts/multus-image';

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
  const release = multusRelease(props);
  return {
    ...props,
    variant,
    release,
    image: props.image ?? multusImage(variant, release),
    namespace: props.namespace ?? 'kube-system',
    hostPaths: props.hostPaths ?? HostPaths.STANDARD,
  };
}

/** The release that is installed: where nobody says it, that of the image. */
export function multusRelease({ version, image }: MultusInstallProps): MultusRelease {
  return new MultusRelease(version ?? ownReleaseOf(image));
}

/** The image that upstream publishes, at a tag that does not move. */
export function multusImage(variant: MultusVariant, release: MultusRelease): string {
  return `ghcr.io/k8snetworkplumbingwg/multus-cni:v${release.version}${variant === MultusVariant.THICK ? '-thick' : ''}`;
}
