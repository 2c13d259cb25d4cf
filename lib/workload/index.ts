export * from './attachment-options';
export * from './attachments';
export * from './multi-homed-pod';
