// npm run measure:timeline [-- EVENTS]: an account with a million events, read in a browser.
import { runNode } from './checks/child.mjs'
import { findFreePort, openTempFolder, startBank } from './checks/server.mjs'

const events = process.argv[2] ?? '1000000'
const temp = await openTempFolder()
const data = `${temp.folder}/bank`
const bank = await startBank({ data, port: await findFreePort() })
try {
  const fill = ['db/tools/run.mjs', 'fill-timeline', events]
  const filled = await runNode(fill, { env: { ...process.env, DAYBOOK_DATA: data } })
  const id = filled.output.match(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/)?.[0]
  if (filled.code !== 0 || !id) throw new Error(`The account could not be made.\n${filled.output}`)
  console.log(`An account with ${events} events\n`)
  const read = ['--import', 'tsx', 'e2e/measure-timeline.ts', id, events]
  const measured = await runNode(read, { env: { ...process.env, BASE_URL: bank.baseUrl } })
  console.log(measured.output)
  process.exitCode = measured.code
} finally {
  await bank.stop()
  await temp.remove()
}
