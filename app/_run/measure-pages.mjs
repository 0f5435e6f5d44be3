// npm run measure:pages [-- WORDS]: measures in a browser how far the parts of each page shift
// while it loads, and how long a click takes to its paint, on a bank of its own.
import { ensureBuilt } from './build.mjs'
import { runNode } from './checks/child.mjs'
import { findFreePort, openTempFolder, startBank } from './checks/server.mjs'

const words = process.argv.slice(2)
await ensureBuilt()
const temp = await openTempFolder()
const bank = await startBank({ data: `${temp.folder}/bank`, port: await findFreePort() })
try {
  const env = { ...process.env, BASE_URL: bank.baseUrl }
  let shown = 0
  const onOutput = output => {
    process.stdout.write(output.slice(shown))
    shown = output.length
  }
  const args = ['--import', 'tsx', 'e2e/measure-pages.ts', ...words]
  const measured = await runNode(args, { env, onOutput })
  process.exitCode = measured.code === 0 ? 0 : 1
} finally {
  await bank.stop()
  await temp.remove()
}
