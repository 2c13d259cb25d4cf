export * from './cni';

export * from './network';
export * from './workload';
