export * from './ipam';
export * from './ipvlan-mode';
