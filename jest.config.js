/** Tests run on what ships: `npm run build` writes dist/, Jest runs dist/test. */
export default {
  rootDir: 'dist',
  testMatch: ['<rootDir>/test/**/*.test.js'],
  testEnvironment: '<rootDir>/../test/support/environment.mjs',
  transform: { '\\.js$': '<rootDir>/../test/support/source-maps.mjs' },
  transformIgnorePatterns: ['/node_modules/'],
  testTimeout: 30_000,
  // Modules of a test file stay in its worker's memory: a worker that has grown is replaced between files.
  workerIdleMemoryLimit: '2GB',
};
