import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** The folder of the project, where all its programs run. */
export const projectFolder = fileURLToPath(new URL('../..', import.meta.url))

const outputBytesMax = 100_000
const linesShown = 40
const running = new Set()

/**
 * Runs a program to its end and resolves with its standard output.
 * @param {string} program
 * @param {string[]} options
 * @param {{ env?: NodeJS.ProcessEnv, what: string }} settings `what` names it in the error's
 *   sentence
 * @throws an Error with the end of the output when the program fails
 */
export function runProgram(program, options, { env = process.env, what }) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, options, {
      cwd: projectFolder,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    running.add(child)
    let all = ''
    let answer = ''
    child.stdout.setEncoding('utf8').on('data', text => {
      answer = (answer + text).slice(-outputBytesMax)
      all = (all + text).slice(-outputBytesMax)
    })
    child.stderr.setEncoding('utf8').on('data', text => {
      all = (all + text).slice(-outputBytesMax)
    })
    child.once('error', error => {
      running.delete(child)
      reject(new Error(`${what} could not be started: ${error.message}`))
    })
    child.once('close', (code, signal) => {
      running.delete(child)
      if (code === 0) return resolve(answer)
      const end = all.trimEnd().split('\n').slice(-linesShown).join('\n')
      reject(new Error(`${what} failed (${signal ?? `exit code ${code}`}).\n${end}`))
    })
  })
}

/** Runs one of the project's TypeScript programs. */
export function runScript(file, { conditions = [], ...settings }) {
  const options = conditions.map(condition => `--conditions=${condition}`)
  return runProgram(process.execPath, [...options, '--import', 'tsx', file], settings)
}

/** Ends the running programs. */
export function stopPrograms() {
  for (const child of running) child.kill('SIGTERM')
}
