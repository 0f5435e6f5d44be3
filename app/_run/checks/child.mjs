import { spawn } from 'node:child_process'

const OUTPUT_BYTES_MAX = 400_000
const STOP_TIMEOUT_MS = 15_000
/** The deadline of a part; the browser tests take ten minutes on a busy machine. */
const RUN_TIMEOUT_MS = 30 * 60_000

/** Running child processes, each the leader of its own process group. */
const alive = new Set()

const CALLERS_OWN = [
  ...[
    'DATABASE_URL',
    'DAYBOOK_DATA',
    'DAYBOOK_UNITS',
    'DAYBOOK_DEMO',
    'PORT',
    'LOG_LEVEL',
    'LOG_FORMAT',
    'METRICS_PORT',
    'OTEL_EXPORTER_OTLP_ENDPOINT',
    'FORCE_COLOR',
    'NODE_ENV',
  ],
]

/**
 * The environment of every check: the caller's, without variables that could direct a test to the
 * caller's own bank, and without colours, because the output is captured.
 */
export function cleanEnvironment(extra = {}) {
  const environment = { ...process.env, NO_COLOR: '1', NEXT_TELEMETRY_DISABLED: '1', ...extra }
  for (const name of CALLERS_OWN) if (!(name in extra)) delete environment[name]
  return environment
}

/**
 * Starts a Node script, or another `program`, in a process group of its own and keeps the end of its
 * output. `finished` resolves with the exit code (null after a signal) once the output is closed.
 */
export function startNode(
  args,
  { program = process.execPath, env = cleanEnvironment(), cwd, onOutput = () => {} } = {},
) {
  const child = spawn(program, args, {
    env,
    cwd,
    detached: process.platform !== 'win32',
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', text => {
      output = (output + text).slice(-OUTPUT_BYTES_MAX)
      onOutput(output)
    })
  }
  alive.add(child)
  const finished = new Promise(resolve => {
    child.once('error', error => {
      output += `\n${error.message}`
      resolve(null)
    })
    child.once('close', code => resolve(code))
  }).finally(() => alive.delete(child))
  return { child, finished, output: () => output }
}

/**
 * Runs a Node script to its end and resolves with `{ code, output }`; after the deadline it is
 * stopped, and the output says so.
 */
export async function runNode(args, { timeoutMs = RUN_TIMEOUT_MS, ...options } = {}) {
  const process_ = startNode(args, options)
  let late = false
  const timer = setTimeout(() => {
    late = true
    stop(process_)
  }, timeoutMs)
  const code = await process_.finished
  clearTimeout(timer)
  const note = late ? `\nStopped: it had not finished after ${timeoutMs / 1000} s.` : ''
  return { code: late ? null : code, output: process_.output() + note }
}

/** Stops a process group with a signal, and kills it after a while. */
export async function stop({ child, finished }) {
  if (child.exitCode !== null || child.signalCode !== null) return
  signal(child, 'SIGTERM')
  const timer = setTimeout(() => signal(child, 'SIGKILL'), STOP_TIMEOUT_MS)
  await finished
  clearTimeout(timer)
}

/** Stops every running process that the checks have started. */
export async function stopAll() {
  await Promise.all(
    [...alive].map(child => {
      const finished = new Promise(resolve => child.once('close', resolve))
      return stop({ child, finished })
    }),
  )
}

function signal(child, name) {
  try {
    if (process.platform === 'win32') child.kill(name)
    else process.kill(-child.pid, name)
  } catch {
    // The group has already exited.
  }
}
