export * from './multus-validation';
export * from './validation-context';
