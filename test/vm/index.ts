export * from './daemon';
export * from './machine';
export * from './multus';
export * from './node';
export * from './pod';
export * from './running-pod';
