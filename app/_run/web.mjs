import { spawn } from 'node:child_process'
import { get } from 'node:http'
import { createServer } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { projectFolder } from '../../db/tools/programs.mjs'

const leash = new URL('../../db/embedded/leash.mjs', import.meta.url).href
const answerLimitMs = 120_000
const stopLimitMs = 10_000
const portLimitMs = 10_000
const pollMs = 25
const outputBytesMax = 20_000

/** The port in PORT, by default 3000. */
export function readPort() {
  const text = process.env.PORT || '3000'
  const port = Number(text)
  if (/^\d+$/.test(text) && port >= 1 && port <= 65_535) return port
  throw new Error(`PORT is "${text}"; it must be a number from 1 to 65535.`)
}

/**
 * @param {boolean} isPatient waits a while for the port of a server that has just been killed
 * @throws a sentence when the port is in use
 */
export async function requireFreePort(port, isPatient) {
  const deadline = Date.now() + (isPatient ? portLimitMs : 0)
  for (;;) {
    const code = (await tryPort(port, '127.0.0.1')) ?? (await tryPort(port, '::1'))
    if (code === null) return
    if (code === 'EACCES') throw new Error(`No permission to use port ${port}.`)
    if (Date.now() > deadline) throw new Error(portTaken(port))
    await delay(100)
  }
}

function portTaken(port) {
  return (
    `Port ${port} is already in use. ` +
    `Stop the other program, or choose another port: PORT=${port + 1 > 65_535 ? 3000 : port + 1} npm start`
  )
}

/** Null when the port is free on that address, or the machine has no such address. */
function tryPort(port, host) {
  return new Promise(resolve => {
    const probe = createServer()
    probe.once('error', error => {
      resolve(error.code === 'EADDRINUSE' || error.code === 'EACCES' ? error.code : null)
    })
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve(null)))
  })
}

/**
 * Starts Next.js on the loopback interface and waits until it answers.
 * @param {{ port: number, isDev: boolean, env: NodeJS.ProcessEnv, onEnd: (how: string) => void }}
 * options `onEnd` is called when it exits unexpectedly
 */
export async function startWeb({ port, isDev, env, onEnd }) {
  const child = spawn(
    process.execPath,
    [
      ...['--import', leash, 'node_modules/next/dist/bin/next', isDev ? 'dev' : 'start'],
      ...['--hostname', '127.0.0.1', '--port', String(port)],
    ],
    {
      cwd: projectFolder,
      env: { ...env, DAYBOOK_LEASH: '1' },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    },
  )
  const output = holdBack(child)
  let isStopping = false
  const ended = new Promise(resolve => {
    child.once('error', error => resolve(error.message))
    child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`))
  })

  async function stop() {
    isStopping = true
    child.kill('SIGTERM')
    const timer = new AbortController()
    const late = delay(stopLimitMs, 'late', { signal: timer.signal }).catch(() => undefined)
    if ((await Promise.race([ended, late])) === 'late') child.kill('SIGKILL')
    timer.abort()
    await ended
  }

  const how = await Promise.race([ended, answers(port)])
  if (how !== true) {
    await stop()
    const text = output.held()
    if (/EADDRINUSE/.test(text)) throw new Error(portTaken(port))
    throw new Error(`The web server did not start (${how || 'it took too long'}).\n${text}`)
  }
  void ended.then(end => {
    if (!isStopping) onEnd(end)
  })
  return { stop, kill: () => child.kill('SIGKILL'), letSpeak: output.release }
}

/** Buffers the server's output while it starts; `release` prints it and all that follows. */
function holdBack(child) {
  let held = ''
  let isReleased = false
  for (const [from, to] of [
    [child.stdout, process.stdout],
    [child.stderr, process.stderr],
  ]) {
    from.setEncoding('utf8').on('data', text => {
      if (isReleased) to.write(text)
      else held = (held + text).slice(-outputBytesMax)
    })
  }
  return {
    held: () => held,
    release: () => {
      isReleased = true
    },
  }
}

/** Resolves with true at the first answer, with false after a timeout. */
async function answers(port) {
  const deadline = Date.now() + answerLimitMs
  while (Date.now() < deadline) {
    if (await asks(port)) return true
    await delay(pollMs)
  }
  return false
}

function asks(port) {
  return new Promise(resolve => {
    const request = get({ host: '127.0.0.1', port, path: '/api/health' }, answer => {
      answer.resume()
      resolve(true)
    })
    request.once('error', () => resolve(false))
  })
}
