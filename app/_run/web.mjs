import { spawn } from 'node:child_process'
import { get } from 'node:http'
import { createServer, isIP } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'

const leash = new URL('../../db/embedded/leash.mjs', import.meta.url).href
const hold = new URL('./hold.mjs', import.meta.url).href
/** Where the web server listens unless HOST says otherwise. */
const LOOPBACK = '127.0.0.1'
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

/** The address in HOST to listen at, by default the loopback interface of IPv4. */
export function readHost() {
  const host = process.env.HOST || LOOPBACK
  if (isIP(host) > 0 || host === 'localhost') return host
  throw new Error(
    `HOST is "${host}"; it must be an address of this machine, such as 127.0.0.1, or 0.0.0.0 for all.`,
  )
}

/** Where a browser on this machine finds the bank. */
export function addressOf(host, port) {
  const name = isLocal(host) ? 'localhost' : host
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`
}

/** Whether the loopback interface is among what `host` names. */
function isLocal(host) {
  return [LOOPBACK, '::1', 'localhost', '0.0.0.0', '::'].includes(host)
}

/** Where this machine asks a server that listens at `host`. */
export function ownAddress(host) {
  if (host === '0.0.0.0') return LOOPBACK
  return host === '::' ? '::1' : host
}

/**
 * @param {{ host: string, port: number, isPatient: boolean }} place `isPatient`: waits a while for
 *   the port of a server that has just been killed
 * @throws a sentence when the port is in use, or `host` is no address of this machine
 */
export async function requireFreePort({ host, port, isPatient }) {
  const deadline = Date.now() + (isPatient ? portLimitMs : 0)
  for (;;) {
    const found = [
      await tryPort(port, host),
      await tryPort(port, LOOPBACK),
      await tryPort(port, '::1'),
    ]
    if (found[0] === 'EADDRNOTAVAIL') {
      throw new Error(`HOST is ${host}, which is no address of this machine.`)
    }
    const code = found.find(one => one === 'EADDRINUSE' || one === 'EACCES')
    if (code === undefined) return
    if (code === 'EACCES') throw new Error(`No permission to use port ${port}.`)
    if (Date.now() > deadline) throw new Error(portTaken(port))
    await delay(100)
  }
}

function portTaken(port) {
  return (
    `Port ${port} is already in use. ` +
    `Stop the other program, or choose another port: PORT=${port + 1 > 65_535 ? 3000 : port + 1}`
  )
}

/** Null when the port is free on that address; else the code of the error. */
function tryPort(port, host) {
  return new Promise(resolve => {
    const probe = createServer()
    probe.once('error', error => resolve(error.code ?? 'unknown'))
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve(null)))
  })
}

/** The arguments of Node for the Next.js of the project: `dev` or `start`. */
export function nextCommand(verb, { host, port }) {
  const next = 'node_modules/next/dist/bin/next'
  return [next, verb, '--hostname', host, '--port', String(port)]
}

/**
 * Starts the web server and waits until it answers.
 * @param {{ host: string, port: number, command: string[], folder: string, env: NodeJS.ProcessEnv,
 *   onEnd: (how: string) => void, onMessage?: (message: unknown) => void }} options `command` has
 *   the arguments of Node; `onEnd` is called when it exits unexpectedly
 */
export async function startWeb({ host, port, command, folder, env, onEnd, onMessage = () => {} }) {
  const child = spawn(process.execPath, ['--import', leash, '--import', hold, ...command], {
    cwd: folder,
    env: { ...env, DAYBOOK_LEASH: '1', LOG_FORMAT: logFormat(env) },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  const output = holdBack(child)
  child.on('message', onMessage)
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

  const how = await Promise.race([ended, answers(ownAddress(host), port)])
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

/** The output of the server is a pipe to this process, which may print on a terminal. */
function logFormat({ LOG_FORMAT: asked }) {
  return asked || (process.stdout.isTTY ? 'pretty' : 'json')
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
async function answers(host, port) {
  const deadline = Date.now() + answerLimitMs
  while (Date.now() < deadline) {
    if (await asks(host, port)) return true
    await delay(pollMs)
  }
  return false
}

function asks(host, port) {
  return new Promise(resolve => {
    const request = get({ host, port, path: '/api/health' }, answer => {
      answer.resume()
      resolve(true)
    })
    request.once('error', () => resolve(false))
  })
}
