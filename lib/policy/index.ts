export * from './multi-network-policy';
export * from './multi-network-policy-crd';
