/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  transform: {
    '^.+\\.ts$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs', ignoreDynamic: true } }],
  },
  modulePathIgnorePatterns: ['<rootDir>/runtime/embedded/', '<rootDir>/dist/', '<rootDir>/.nightshift/'],
  testTimeout: 30_000,
};
