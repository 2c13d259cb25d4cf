import unit from './jest.config.js';

/** The proofs against the real plugins and the real kernel: `npm run test:e2e`. They need Debian's packages, `npm test` does not. */
export default {
  ...unit,
  roots: ['<rootDir>/test/e2e'],
  testMatch: ['**/*.e2e.ts'],
  // a virtual machine without KVM, on a machine that does something else as well
  testTimeout: 180_000,
  maxWorkers: 2,
  reporters: ['default', '<rootDir>/test/e2e/support/closing-line.js'],
};
