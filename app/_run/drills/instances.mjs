// npm run drill:instances [-- ROUNDS [FOLDER]]: two instances of one release on one database, under load;
// one is killed with kill -9 and started again, in turn. FOLDER is a release that was made before.
import { resolve } from 'node:path'
import { openThrowAway } from '../../../db/embedded/throw-away.mjs'
import { ensureBuilt } from '../build.mjs'
import { openTempFolder } from '../checks/server.mjs'
import { makeRelease } from '../release/package.mjs'
import { openPlace, sharedSettings } from './instances/instance.mjs'
import { openLoad } from './instances/load.mjs'
import { openVerdict } from './instances/verdict.mjs'

const [rounds = '5', given] = process.argv.slice(2)
const ROUNDS = Number(rounds)
const WRITERS = 8
const ANSWERS_BETWEEN = 100

const temp = await openTempFolder()
const verdict = openVerdict()
const closers = []
try {
  const folder = given === undefined ? await makeOwn() : resolve(given)
  const database = await openThrowAway({ fsync: true })
  closers.push(() => database.close())
  const settings = sharedSettings(database.url)
  const places = [await openPlace(settings), await openPlace(settings)]
  for (const place of places) {
    closers.push(() => place.close())
    await place.start(folder)
  }
  const load = await openLoad({ instances: places, writers: WRITERS })
  closers.push(() => load.stop())
  for (let round = 1; round <= ROUNDS; round += 1) {
    await load.progress(ANSWERS_BETWEEN)
    const place = places[round % 2]
    await place.kill()
    await load.progress(ANSWERS_BETWEEN)
    await place.start(folder)
    console.log(
      `round ${round}: ${load.figures.answered} answers, ${load.figures.sentAgain} sent again`,
    )
  }
  await load.progress(ANSWERS_BETWEEN)
  await load.stop()
  await verdict.judge({ load, release: folder, settings })
} catch (error) {
  verdict.note(false, error.stack)
} finally {
  for (const close of closers.reverse()) await close()
  await temp.remove()
}
process.exitCode = verdict.failed() === 0 ? 0 : 1

async function makeOwn() {
  await ensureBuilt()
  return (await makeRelease({ folder: `${temp.folder}/release` })).folder
}
