/** Types are checked by the build; the tests only need the code. */
module.exports = {
  roots: ['<rootDir>/test', '<rootDir>/examples'],
  testEnvironment: 'node',
  transform: { '^.+\\.ts$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } }] },
  setupFiles: ['<rootDir>/test/support/seed.ts'],
  testMatch: ['**/*.test.ts'],
  // no test is timed: this is for one that hangs
  testTimeout: 120_000,
};
