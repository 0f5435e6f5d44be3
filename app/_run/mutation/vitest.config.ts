import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

const root = fileURLToPath(new URL('../../..', import.meta.url)).replace(/\/$/, '')

/**
 * Runs examples before random cases, which take a hundred times as long: the first failure ends a
 * run.
 */
class ExamplesFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isRandom = ({ moduleId }: TestSpecification) =>
      Number(readFileSync(moduleId, 'utf8').includes("from 'fast-check'"))
    return files.toSorted((a, b) => isRandom(a) - isRandom(b))
  }
}

/** Only the tests of domain/, so that the score measures them alone. */
export default defineConfig({
  root,
  resolve: { alias: { '@': root } },
  test: {
    setupFiles: 'app/_run/mutation/cases.ts',
    include: ['domain/**/*.test.ts'],
    // Takes seconds for each mutant that examples let through, and tells the same in its own words.
    exclude: ['domain/bank-account/random-commands.test.ts'],
    sequence: { sequencer: ExamplesFirst },
    // A hung test fails after this; if Stryker has to stop it, a new process costs seconds more.
    testTimeout: 3_000,
  },
})
