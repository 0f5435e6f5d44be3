// npm run drill:requests -- [--seed N] [--count N]: malformed requests against a bank of its own.
import { parseArgs } from 'node:util'
import { guardDriver } from '../../../db/embedded/driver-guard.mjs'
import { ensureInstalled, requireNode } from '../../../db/tools/packages.mjs'
import { ensureBuilt } from '../build.mjs'
import { findFreePort, openTempFolder } from '../checks/server.mjs'
import { drillRequests } from './requests/drill.mjs'

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
    count: { type: 'string', default: '7000' },
  },
})
const [seed, count] = [Number(values.seed), Number(values.count)]
if (!Number.isSafeInteger(seed) || !(count >= 1 && count <= 100_000)) {
  console.error('npm run drill:requests -- [--seed NUMBER] [--count NUMBER up to 100000]')
  process.exit(2)
}
console.log(`${count} requests. Repeat them with --seed ${seed}.`)
requireNode()
await ensureInstalled()
guardDriver()
await ensureBuilt()
const temp = await openTempFolder()
try {
  const data = `${temp.folder}/drilled`
  const say = text => console.log(`  ${text}`)
  const outcome = await drillRequests({
    data,
    port: Number(process.env.PORT) || (await findFreePort()),
    seed,
    count,
    say,
  })
  console.log(outcome.output)
  process.exitCode = outcome.failed === 0 ? 0 : 1
} finally {
  await temp.remove()
}
