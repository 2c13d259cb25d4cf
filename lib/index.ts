export * from './acknowledgements';
export * from './cni';
export * from './install';
export * from './network';
export * from './nodes';
export * from './policy';
export * from './workload';
