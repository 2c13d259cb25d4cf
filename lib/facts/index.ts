export * from './app-facts';
export * from './plugins-needed';
export * from './selection';
