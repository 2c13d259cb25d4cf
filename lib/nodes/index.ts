export * from './node-set';
