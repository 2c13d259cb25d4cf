export * from './bond-mode';
export * from './chained-options';
export * from './chained-plugin';
export * from './dns';
export * from './ipam';
export * from './ipvlan-mode';
export * from './macvlan-mode';
export * from './sriov-values';
