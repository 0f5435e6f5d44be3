// postgres.js 3.4.9 does not expect a server to die under load: it writes to a socket that is gone,
// a TypeError in a timer that nobody can catch, so the process dies with the server (upstream
// issues 1066, 1154, 1208), and it loses connections of the pool. Nor does it read on after a COPY
// that ends with a full reader. A server that is stopped, or out of reach without a word, it waits for
// without an end. This puts guards into the installed package. Next.js bundles the
// driver, so they must be there before a build as well.
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { fileURLToPath, pathToFileURL } from 'node:url'

const driver = new URL('../../node_modules/postgres/', import.meta.url)
const mark = '// Daybook: see db/embedded/driver-guard.mjs'
const closed = "Errors.connection('CONNECTION_CLOSED', options, socket)"

/** Each edit is an unmistakable text and what stands there with the guard. */
const connectionEdits = [
  // A statement for a connection that is gone, or that has failed and is about to be: nobody would
  // settle it, and the next connection would wait for its answer. Without `return true` the pool
  // would take the connection for a busy one and wait for it for ever.
  [
    '  function execute(q) {\n    if (terminated)',
    `  function execute(q) {
    if (socket === null || socket.destroyed) { ${mark}
      queryError(q, ${closed})
      return true
    }
    if (terminated)`,
  ],
  // What waits here is settled: a guard that only returned would leave it waiting for ever.
  [
    '  function nextWrite(fn) {\n    const x = socket.write(chunk, fn)',
    `  function nextWrite(fn) {
    if (socket === null) { ${mark}
      clearImmediate(nextWriteTimer)
      chunk = nextWriteTimer = null
      error(${closed})
      return false
    }
    const x = socket.write(chunk, fn)`,
  ],
  // What was not written yet is not for the next server, and would hold up its first message; an
  // error or half a result from the last one would be taken for an answer of the next.
  [
    '    clearImmediate(nextWriteTimer)\n    socket.removeListener',
    `    clearImmediate(nextWriteTimer)
    chunk = nextWriteTimer = errorResponse = results = null ${mark}
    result = new Result()
    rows = 0
    socket.removeListener`,
  ],
  // A full reader stops the socket, and starts it when it wants more. When the end of a COPY has come
  // together with what filled it, it never wants more, and the next answer would never be read.
  [
    '  function CopyDone() {\n    stream && stream.push(null)',
    `  function CopyDone() {
    socket.resume() ${mark}
    stream && stream.push(null)`,
  ],
  // Nobody awaits this one: its failure would end the process as an unhandled rejection. The
  // connection that it failed on is closing.
  ['        return fetchArrayTypes()', `        return fetchArrayTypes().catch(() => {}) ${mark}`],
  // A query that was given up while its connection was being opened is never sent, so no answer to it
  // would bring the connection back to the pool.
  [
    '      initial && !initial.reserve && execute(initial)\n      options.shared.retries = retries = 0\n      initial = null\n      return\n',
    `      const isGivenUp = initial.cancelled ${mark}
      isGivenUp || initial.reserve || execute(initial)
      options.shared.retries = retries = 0
      initial = null
      if (!isGivenUp) return
`,
  ],
  // `silence_timeout`, in seconds: a server that owes an answer and sends nothing for so long is given
  // up with its connection. A stopped server keeps its sockets open and honours no timeout of its own.
  [
    ', connectTimer = timer(connectTimedOut, options.connect_timeout)\n',
    `, connectTimer = timer(connectTimedOut, options.connect_timeout)
      , silenceTimer = timer(silent, options.silence_timeout) ${mark}
`,
  ],
  [
    '  function connectTimedOut() {',
    `  function silent() { ${mark}
    socket && socket.destroy(Errors.connection('CONNECTION_SILENT', options, socket))
  }

  function connectTimedOut() {`,
  ],
  [
    ': (query = q, query.active = true)\n',
    `: (query = q, query.active = true, silenceTimer.start()) ${mark}
`,
  ],
  [
    '  function data(x) {\n',
    `  function data(x) {
    query && silenceTimer.start() ${mark}
`,
  ],
  [
    '    if (query)\n      return // Consider opening',
    `    query || silenceTimer.cancel() ${mark}
    if (query)
      return // Consider opening`,
  ],
  [
    '      const x = await Promise.resolve(query.cursorFn(result))\n',
    `      silenceTimer.cancel() ${mark} the reader of a cursor takes its time
      const x = await Promise.resolve(query.cursorFn(result))
      silenceTimer.start()
`,
  ],
  [
    '    lifeTimer.cancel()\n    connectTimer.cancel()\n',
    `    lifeTimer.cancel()
    connectTimer.cancel()
    silenceTimer.cancel() ${mark}
`,
  ],
]

const transactionEdits = [
  // The connection of a transaction that was cut off soon carries another one: nothing that is
  // left of the first may be executed in the second.
  [
    '      , connection\n      , prepare = null\n',
    `      , connection
      , lost = null ${mark}
      , prepare = null
`,
  ],
  [
    'new Promise((_, reject) => connection.onclose = reject)',
    'new Promise((_, reject) => connection.onclose = e => { lost = e; reject(e) })',
  ],
  [
    '        q.catch(e => uncaughtError || (uncaughtError = e))\n        c.queue',
    `        q.catch(e => uncaughtError || (uncaughtError = e))
        if (lost) return q.reject(lost) ${mark}
        c.queue`,
  ],
  // `onquery` sees each query before it waits for a connection, and may refuse it by `false`.
  [
    '  function handler(query) {\n    if (ending)',
    `  function handler(query) {
    if (options.onquery && options.onquery(query) === false) ${mark}
      return
    if (ending)`,
  ],
  [
    '    onclose         : o.onclose,\n',
    `    onclose         : o.onclose,
    onquery         : o.onquery, ${mark}
    silence_timeout : o.silence_timeout,
`,
  ],
]

const editsByFile = {
  'src/connection.js': connectionEdits,
  'cjs/src/connection.js': connectionEdits,
  'src/index.js': transactionEdits,
  'cjs/src/index.js': transactionEdits,
}

/**
 * Puts the guards into the installed driver; does nothing where they are already.
 * @returns {boolean} whether anything was changed
 * @throws when the driver is not the one that they were written for
 */
export function guardDriver() {
  const changes = Object.entries(editsByFile).map(([name, edits]) => guardFile(name, edits))
  return changes.includes(true)
}

/** The file as it came stays beside it: the next version of the guards begins from that. */
function guardFile(name, edits) {
  const file = fileURLToPath(new URL(name, driver))
  const original = `${file}.original`
  if (!existsSync(file)) throw new Error(`The driver is not installed: ${file} is missing.`)
  const found = readFileSync(file, 'utf8')
  const source = existsSync(original) ? readFileSync(original, 'utf8') : found
  const guarded = edits.reduce((text, edit) => applyEdit(text, edit, file), source)
  if (guarded === found) return false
  replaceFile(original, source)
  replaceFile(file, guarded)
  return true
}

function applyEdit(source, [text, guarded], file) {
  if (source.split(text).length !== 2) {
    throw new Error(
      `${file} is not of the postgres.js 3.4.9 that db/embedded/driver-guard.mjs knows. If its version has ` +
        'not changed, run npm ci. If it has, see whether it still fails when the server is killed ' +
        'under load, and change the guards or drop them.',
    )
  }
  return source.replace(text, () => guarded)
}

function replaceFile(file, text) {
  writeFileSync(`${file}.${process.pid}`, text)
  renameSync(`${file}.${process.pid}`, file)
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) guardDriver()
