import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { cleanEnvironment, runNode } from './child.mjs'

/** Longer than other parts may take: this one runs alone, and a machine may be three times slower. */
const BROWSER_TIMEOUT_MS = 45 * 60_000

/** The Vitest projects of each part. */
const PROJECTS = { unit: ['unit'], db: ['db', 'db-apart'] }

/**
 * Runs the Vitest projects of a part and counts their tests. A file that can't be loaded, an
 * unhandled error and a skipped test each count as a failure.
 */
export async function runVitest(part, { folder, label = part, env = {}, args = [] }) {
  const file = join(folder, `vitest-${label.replaceAll(/\W+/g, '-')}.json`)
  const { code, output } = await runNode(
    [
      'node_modules/vitest/vitest.mjs',
      'run',
      ...PROJECTS[part].flatMap(name => ['--project', name]),
      ...['--reporter', 'default', '--reporter', 'json', '--outputFile.json', file],
      ...args,
    ],
    { env: cleanEnvironment(env) },
  )
  const report = await readReport(file)
  if (report === null) return { passed: 0, failed: 1, output }
  const skipped = report.numPendingTests + report.numTodoTests
  const brokenFiles = report.testResults.filter(
    result => result.status === 'failed' && result.assertionResults.every(passedTest),
  )
  return withExitCode(code, {
    passed: report.numPassedTests,
    failed: report.numFailedTests + skipped + brokenFiles.length,
    output: skipped > 0 ? `${output}\nSkipped tests count as failures: ${skipped}.` : output,
  })
}

/** Runs the browser tests and counts them; a test that was skipped or did not run is a failure. */
export async function runPlaywright({ folder, baseUrl, args = [] }) {
  const file = join(folder, 'playwright.json')
  const { code, output } = await runNode(
    ['node_modules/@playwright/test/cli.js', 'test', '--reporter', 'list,json', ...args],
    {
      timeoutMs: BROWSER_TIMEOUT_MS,
      env: cleanEnvironment({
        BASE_URL: baseUrl,
        PLAYWRIGHT_JSON_OUTPUT_FILE: file,
        PLAYWRIGHT_FORCE_TTY: '0',
      }),
    },
  )
  const report = await readReport(file)
  if (report === null) return { passed: 0, failed: 1, output }
  const { expected, unexpected, flaky, skipped } = report.stats
  return withExitCode(code, {
    passed: expected,
    failed: unexpected + flaky + skipped,
    output: skipped > 0 ? `${output}\nTests that did not run: ${skipped}.` : output,
  })
}

function passedTest(test) {
  return test.status === 'passed'
}

/** A non-zero exit code without a failed test still counts as a failure. */
function withExitCode(code, outcome) {
  return code !== 0 && outcome.failed === 0 ? { ...outcome, failed: 1 } : outcome
}

async function readReport(file) {
  try {
    return JSON.parse(await readFile(file, 'utf8'))
  } catch {
    return null
  }
}
