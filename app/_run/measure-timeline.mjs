// npm run measure:timeline [-- EVENTS]: measures in a browser the timeline of an account with a
// million events, and the time machine of accounts of growing age.
import { runNode } from './checks/child.mjs'
import { findFreePort, openTempFolder, startBank } from './checks/server.mjs'

const events = process.argv[2] ?? '1000000'
const ages = [...new Set(['1000', '100000', events])]
const temp = await openTempFolder()
const data = `${temp.folder}/bank`
const bank = await startBank({ data, port: await findFreePort() })
try {
  const accounts = []
  for (const age of ages) accounts.push({ id: await fill(age), age })
  const oldest = accounts.at(-1)
  console.log(`An account with ${events} events\n`)
  await measure('measure-timeline', oldest.id, oldest.age)
  await measure('measure-time-machine', ...accounts.flatMap(({ id, age }) => [id, age]))
} finally {
  await bank.stop()
  await temp.remove()
}

/** Makes an account with so many events; resolves with its id. */
async function fill(age) {
  const env = { ...process.env, DAYBOOK_DATA: data }
  const filled = await runNode(['db/tools/run.mjs', 'lab/fill-timeline', age], { env })
  const id = filled.output.match(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/)?.[0]
  if (filled.code !== 0 || !id)
    throw new Error(`The account could not be created.\n${filled.output}`)
  return id
}

async function measure(script, ...args) {
  const env = { ...process.env, BASE_URL: bank.baseUrl }
  const measured = await runNode(['--import', 'tsx', `e2e/${script}.ts`, ...args], { env })
  console.log(measured.output)
  if (measured.code !== 0) process.exitCode = 1
}
