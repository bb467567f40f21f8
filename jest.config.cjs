const { availableParallelism } = require('node:os');

/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  globalSetup: '<rootDir>/test/support/test-run.ts',
  globalTeardown: '<rootDir>/test/support/end-test-run.ts',
  setupFilesAfterEnv: ['<rootDir>/test/support/prototypes-stay.ts'],
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
        module: { type: 'commonjs', ignoreDynamic: true },
      },
    ],
  },
  modulePathIgnorePatterns: ['<rootDir>/runtime/embedded/', '<rootDir>/dist/', '<rootDir>/.nightshift/'],
  testTimeout: 30_000,
  // The long ones wait more than they compute.
  maxWorkers: Math.max(2, availableParallelism() - 1),
};
