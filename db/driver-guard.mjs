// postgres.js 3.4.9 writes to a socket that is gone when the server dies at the wrong moment: a
// TypeError in a timer that nobody can catch, so the process dies with the server (upstream issues
// 1066, 1154, 1208). This puts a guard into the installed package. Next.js bundles the driver, so
// it must be there before a build as well.
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { fileURLToPath, pathToFileURL } from 'node:url'

const driver = new URL('../node_modules/postgres/', import.meta.url)
const builds = ['src/connection.js', 'cjs/src/connection.js']

const edits = [
  {
    // Without settling what waits here, a transaction on the dead connection would wait for ever.
    text: '  function nextWrite(fn) {\n    const x = socket.write(chunk, fn)\n',
    guarded:
      '  function nextWrite(fn) {\n' +
      '    if (socket === null) { // Daybook: the server is gone, see db/driver-guard.mjs\n' +
      '      clearImmediate(nextWriteTimer)\n' +
      '      chunk = nextWriteTimer = null\n' +
      "      error(Errors.connection('CONNECTION_CLOSED', options, socket))\n" +
      '      return false\n' +
      '    }\n' +
      '    const x = socket.write(chunk, fn)\n',
  },
  {
    // What was not written yet is not for the next server, and would hold up its first message.
    text: '    incomings = null\n    clearImmediate(nextWriteTimer)\n    socket.removeListener',
    guarded:
      '    incomings = null\n    clearImmediate(nextWriteTimer)\n' +
      '    chunk = nextWriteTimer = null\n    socket.removeListener',
  },
]

/**
 * Puts the guard into the installed driver; does nothing where it is already.
 * @returns {boolean} whether anything was changed
 * @throws when the driver is not the one that this guard was written for
 */
export function guardDriver() {
  return builds.map(guardBuild).includes(true)
}

function guardBuild(build) {
  const file = fileURLToPath(new URL(build, driver))
  if (!existsSync(file)) throw new Error(`The driver is not installed: ${file} is missing.`)
  const found = readFileSync(file, 'utf8')
  const changed = edits.reduce((text, edit) => applyEdit(text, edit, file), found)
  if (changed === found) return false
  writeFileSync(`${file}.${process.pid}`, changed)
  renameSync(`${file}.${process.pid}`, file)
  return true
}

function applyEdit(source, { text, guarded }, file) {
  if (source.includes(guarded)) return source
  if (source.split(text).length !== 2) {
    throw new Error(
      `${file} is not the postgres.js 3.4.9 that db/driver-guard.mjs knows. See whether this ` +
        'version still crashes when the server is killed under load, and change the guard or drop it.',
    )
  }
  return source.replace(text, guarded)
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) guardDriver()
