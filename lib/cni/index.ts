export * from './chained-options';
export * from './chained-plugin';
export * from './ipam';
export * from './ipvlan-mode';
