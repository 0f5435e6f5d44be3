// postgres.js 3.4.9 does not handle a server that dies under load: it writes to a closed socket,
// which throws a TypeError in a timer that nobody can catch, so the process dies with the server
// (upstream issues 1066, 1154, 1208), and it loses connections of the pool. It also stops reading
// after a COPY that ends with a full reader, and waits for ever for a server that is stopped or
// silently unreachable. This patches the installed package. Next.js bundles the driver, so the
// patch must precede a build as well.
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { fileURLToPath, pathToFileURL } from 'node:url'

const driver = new URL('../../node_modules/postgres/', import.meta.url)
const mark = '// Daybook: see db/embedded/driver-guard.mjs'
const closed = "Errors.connection('CONNECTION_CLOSED', options, socket)"

/** Each edit is a unique text and its replacement. */
const connectionEdits = [
  // A statement for a connection that is closed or failing: nobody would settle it, and the next
  // connection would wait for its answer. Without `return true` the pool would consider the
  // connection busy and wait for it for ever.
  [
    '  function execute(q) {\n    if (terminated)',
    `  function execute(q) {
    if (socket === null || socket.destroyed) { ${mark}
      queryError(q, ${closed})
      return true
    }
    if (terminated)`,
  ],
  // Settles the waiting query; a plain return would leave it waiting for ever.
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
  // Unsent data must not go to the next server, and would block its first message; an error or half
  // a result of the last server would be taken for an answer of the next.
  [
    '    clearImmediate(nextWriteTimer)\n    socket.removeListener',
    `    clearImmediate(nextWriteTimer)
    chunk = nextWriteTimer = errorResponse = results = null ${mark}
    result = new Result()
    rows = 0
    socket.removeListener`,
  ],
  // A full reader pauses the socket, and resumes it when it wants more. If the end of a COPY
  // arrives together with the data that filled it, it never wants more, and the next answer is
  // never read.
  [
    '  function CopyDone() {\n    stream && stream.push(null)',
    `  function CopyDone() {
    socket.resume() ${mark}
    stream && stream.push(null)`,
  ],
  // Nobody awaits this promise: its rejection would end the process. The connection that it failed
  // on is closing.
  ['        return fetchArrayTypes()', `        return fetchArrayTypes().catch(() => {}) ${mark}`],
  // A query that was given up while its connection was being opened is never sent, so no answer to
  // it would return the connection to the pool.
  [
    '      initial && !initial.reserve && execute(initial)\n      options.shared.retries = retries = 0\n      initial = null\n      return\n',
    `      const isGivenUp = initial.cancelled ${mark}
      isGivenUp || initial.reserve || execute(initial)
      options.shared.retries = retries = 0
      initial = null
      if (!isGivenUp) return
`,
  ],
  // `silence_timeout`, in seconds: a connection that owes an answer and sends nothing for so long
  // is dropped. A stopped server keeps its sockets open and enforces no time-out of its own.
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
  // The connection of an aborted transaction soon carries another: nothing left of the first may
  // run in the second.
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
  // `onquery` sees each query before it waits for a connection; `false` rejects it.
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
 * Patches the installed driver, unless it is patched already.
 * @returns {boolean} whether anything was changed
 * @throws when the driver is not the version that the patches are for
 */
export function guardDriver() {
  const changes = Object.entries(editsByFile).map(([name, edits]) => guardFile(name, edits))
  return changes.includes(true)
}

/** The original file is kept beside it: the next version of the patches starts from it. */
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
      `${file} is not the postgres.js 3.4.9 that db/embedded/driver-guard.mjs patches. If its version has ` +
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
