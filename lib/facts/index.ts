export * from './app-facts';
export * from './facts';
export * from './metadata';
export * from './plugins-needed';
export * from './selection';
