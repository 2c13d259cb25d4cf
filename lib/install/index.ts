export * from './host-paths';
export * from './multus-install';
export * from './multus-install-props';
export * from './multus-log-level';
export * from './multus-variant';
export * from './cilium-patch';
export * from './cni-plugins-install';
export * from './cni-plugins-source';
