import { spawn } from 'node:child_process'
import { basename, dirname } from 'node:path'

/** The environment of PostgreSQL's programs: no PG* variables, and not the caller's locale. */
export const programEnvironment = { PATH: process.env.PATH ?? '', LC_ALL: 'C', TZ: 'UTC' }

/** Runs one of PostgreSQL's programs to its end; its output becomes the error if it fails. */
export function run(program, options, account, input = '') {
  return new Promise((resolve, reject) => {
    const child = spawn(program, options, {
      cwd: dirname(program).startsWith('/') ? '/' : undefined,
      env: programEnvironment,
      stdio: ['pipe', 'pipe', 'pipe'],
      ...account.switch,
    })
    let said = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', chunk => {
        said = (said + chunk).slice(-4000)
      })
    }
    child.on('error', reject)
    child.stdin.on('error', () => undefined)
    child.stdin.end(input)
    child.on('close', (code, signal) => {
      const failed = code !== 0 || /^(?:.*\b)?(?:ERROR|FATAL|PANIC):/m.test(said)
      if (!failed) return resolve(said)
      reject(new Error(`${basename(program)} ended with ${signal ?? code}:\n${said.trim()}`))
    })
  })
}
