/**
 * Mutation testing of domain/ by its own tests: `npm run test:mutation`. While writing a test, `npm
 * run test:mutation -- --mutate domain/money/money.ts` limits it to one file, and `--incremental`
 * to changes. survivors.md lists the mutants that may survive.
 */
export default {
  testRunner: 'vitest',
  vitest: { configFile: 'app/_run/mutation/vitest.config.ts', related: false },
  plugins: ['@stryker-mutator/vitest-runner'],
  mutate: ['domain/**/*.ts', '!domain/**/*.test.ts', '!domain/**/testing/**'],
  // Only what the tests of domain/ need: a sandbox is a copy.
  ignorePatterns: ['**', '!domain/**/*', '!app/_run/mutation/*'],
  coverageAnalysis: 'perTest',
  concurrency: 2,
  timeoutMS: 3_000,
  thresholds: { high: 98, low: 95, break: 95 },
  // Stryker 9 reads it through an API that TypeScript 7 no longer has; vitest doesn't need it.
  tsconfigFile: 'no-tsconfig.json',
  reporters: ['clear-text', 'progress-append-only', 'html', 'json'],
  clearTextReporter: { allowColor: false, reportTests: false },
  htmlReporter: { fileName: '.stryker/report.html' },
  jsonReporter: { fileName: '.stryker/report.json' },
  incrementalFile: '.stryker/incremental.json',
  tempDirName: '.stryker/sandbox',
}
