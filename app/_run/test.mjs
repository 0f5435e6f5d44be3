import { findBrowser } from './checks/browser.mjs'
import { cleanEnvironment, runNode, stopAll } from './checks/child.mjs'
import { checkLockfile } from './checks/lockfile.mjs'
import { openReport, single } from './checks/report.mjs'
import { findFreePort, openTempFolder, startBank } from './checks/server.mjs'
import { runPlaywright, runVitest } from './checks/suites.mjs'

const PARTS = ['types', 'lint', 'lockfile', 'unit', 'db', 'build', 'e2e']
const [wanted, ...rest] = process.argv.slice(2)
if (wanted !== undefined && !PARTS.includes(wanted)) {
  console.error(`There is no part "${wanted}". The parts are ${PARTS.join(', ')}.`)
  process.exit(2)
}

const temp = await openTempFolder()
const report = openReport()
for (const [signal, code] of Object.entries({ SIGINT: 130, SIGTERM: 143 })) {
  process.once(signal, async () => {
    console.log('\nInterrupted: stopping what the tests have started.')
    await stopAll()
    await temp.remove()
    process.exit(code)
  })
}

await runParts(new Set(wanted === undefined ? PARTS : [wanted]))
await temp.remove()
report.close()
process.exitCode = report.total.failed === 0 ? 0 : 1

/** Two lanes side by side, for the two cores that a small machine has, then the browser tests. */
async function runParts(chosen) {
  const lane = async checks => {
    for (const [part, check] of checks) if (chosen.has(part)) await report.part(part, check)
  }
  await Promise.all([
    lane([
      ['types', checkTypes],
      ['build', build],
    ]),
    lane([
      ['lint', lint],
      ['lockfile', checkLockfile],
      ['unit', () => runVitest('unit', { folder: temp.folder, args: rest })],
    ]),
  ])
  await lane([['e2e', testInBrowser]])
}

/** Next.js writes types for the routes, which the pages use; without them the check is not whole. */
async function checkTypes() {
  const generated = await runNode(['node_modules/next/dist/bin/next', 'typegen'])
  if (generated.code !== 0) return single(generated)
  return single(await runNode(['node_modules/typescript/bin/tsc', '--noEmit']))
}

async function lint() {
  return single(
    await runNode(['node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.']),
  )
}

async function build() {
  return single(
    await runNode(['node_modules/next/dist/bin/next', 'build'], {
      env: cleanEnvironment({ NODE_ENV: 'production' }),
    }),
  )
}

async function testInBrowser() {
  await findBrowser()
  const bank = await startBank({ data: `${temp.folder}/bank`, port: await findFreePort() })
  try {
    return await runPlaywright({ folder: temp.folder, baseUrl: bank.baseUrl, args: rest })
  } finally {
    await bank.stop()
  }
}
