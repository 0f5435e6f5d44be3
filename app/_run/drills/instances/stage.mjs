import { openThrowAway } from '../../../../db/embedded/throw-away.mjs'
import { ensureBuilt } from '../../build.mjs'
import { openTempFolder } from '../../checks/server.mjs'
import { makeRelease } from '../../release/package.mjs'
import { openPlace, sharedSettings } from './instance.mjs'
import { openLoad } from './load.mjs'
import { openVerdict } from './verdict.mjs'

const WRITERS = 8

/**
 * Runs a drill on two instances, which share a database and are under load, and judges it. All is
 * closed at the end; the exit code of the process tells whether everything held.
 * @param {(temp: string, onClose: (close: () => unknown) => void) => Promise<{ first: string, last: string }>} prepare
 *   the folders of the releases with which both begin and end
 * @param drill gets `places` (the instances), `load`, `settings`, `note` and the two folders
 */
export async function drillTwo(prepare, drill) {
  const temp = await openTempFolder()
  const verdict = openVerdict()
  const closers = []
  try {
    const { first, last } = await prepare(temp.folder, close => closers.push(close))
    const database = await openThrowAway({ fsync: true })
    closers.push(() => database.close())
    const settings = sharedSettings(database.url)
    const places = [await openPlace(settings), await openPlace(settings)]
    for (const place of places) {
      closers.push(() => place.close())
      await place.start(first)
    }
    const load = await openLoad({ instances: places, writers: WRITERS })
    closers.push(() => load.stop())
    await drill({ places, load, settings, note: verdict.note, first, last })
    await load.stop()
    await verdict.judge({ load, release: last, settings })
  } catch (error) {
    verdict.note(false, error.stack)
  } finally {
    for (const close of closers.reverse()) await close()
    await temp.remove()
  }
  process.exitCode = verdict.failed() === 0 ? 0 : 1
}

/** The release of the present sources, in a folder of its own. */
export async function makePresent(folder) {
  await ensureBuilt()
  return (await makeRelease({ folder })).folder
}
