export * from './app-facts';
export * from './facts';
export * from './plugins-needed';
export * from './selection';
