export * from './plugins-needed';
