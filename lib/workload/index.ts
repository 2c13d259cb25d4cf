export * from './attachment-options';
export * from './attachments';
export * from './interface-status';
export * from './multi-homed-pod';
export * from './network-status';
