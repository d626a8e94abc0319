import { existsSync } from 'node:fs';

const tier = (name, roots = [`<rootDir>/test/${name}`]) => ({
  displayName: name,
  rootDir: import.meta.dirname,
  roots,
  testEnvironment: 'node',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleFileExtensions: ['ts', 'mjs', 'js', 'json', 'node'],
  modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/\\.coppice', '<rootDir>/\\.serverless'],
  transform: {
    '^.+\\.ts$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'es6' } }],
  },
});

/** Test tiers by folder: `jest --selectProjects unit property`. A tier whose folder is not there yet does not exist. */
export default {
  // A process that has seen a hundred suites keeps what they loaded and spends its time looking through it: two of them, and a new one when one has grown.
  maxWorkers: 2,
  workerIdleMemoryLimit: '700MB',
  projects: ['unit', 'property', 'contract', 'conformance', 'integration', 'e2e', 'tempest']
    .filter((name) => existsSync(new URL(`test/${name}`, import.meta.url)))
    .map((name) => tier(name)),
};
