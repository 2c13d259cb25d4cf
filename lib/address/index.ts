export * from './ip';
export * from './pool';
