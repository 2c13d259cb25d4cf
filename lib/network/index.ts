export * from './cluster-cidrs';
export * from './cni-network';
export * from './ipvlan-network';
export * from './network';
