// npm run drill:sign-in: guesses passwords at banks of its own, and prints what it does to others.
import { guardDriver } from '../../../db/embedded/driver-guard.mjs'
import { ensureInstalled, requireNode } from '../../../db/tools/packages.mjs'
import { ensureBuilt } from '../build.mjs'
import { findFreePort, openTempFolder, startBank } from '../checks/server.mjs'
import { attackOnePerson } from './sign-in/attack.mjs'
import { compareTimes } from './sign-in/equal-time.mjs'

let failed = 0
requireNode()
await ensureInstalled()
guardDriver()
await ensureBuilt()
const temp = await openTempFolder()
try {
  await withBank('guessed', ({ port }) => attackOnePerson(port, note))
  // Here every password is looked at, as the first ones are elsewhere.
  process.env.DAYBOOK_SIGN_INS_PER_MINUTE = '1000000'
  await withBank('timed', bank => compareTimes(bank, note))
} finally {
  await temp.remove()
}
process.exitCode = failed === 0 ? 0 : 1

async function withBank(name, drill) {
  const data = `${temp.folder}/${name}`
  const port = Number(process.env.PORT) || (await findFreePort())
  const bank = await startBank({ data, port })
  try {
    await drill({ port, data })
  } catch (error) {
    note(false, `${error.stack}\n${bank.output()}`)
  } finally {
    await bank.stop()
  }
}

function note(isRight, text) {
  if (!isRight) failed += 1
  console.log(`${isRight ? '✓' : '✗'} ${text}`)
}
