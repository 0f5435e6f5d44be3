import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'

/**
 * Checks that `npm ci` would accept the lockfile (`npm install` hides it when not), and that the
 * lockfile names no registry, so that it works with any.
 */
export async function checkLockfile() {
  const outcomes = [await dryRun(), await namesNoRegistry()]
  return {
    passed: outcomes.filter(problem => problem === null).length,
    failed: outcomes.filter(problem => problem !== null).length,
    output: outcomes.filter(problem => problem !== null).join('\n'),
  }
}

async function dryRun() {
  const npm = spawn('npm', ['ci', '--dry-run', '--ignore-scripts', '--no-audit', '--no-fund'], {
    shell: process.platform === 'win32',
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [npm.stdout, npm.stderr]) stream.on('data', text => (output += text))
  const code = await new Promise(resolve =>
    npm.once('error', () => resolve(null)).once('close', resolve),
  )
  return code === 0 ? null : `package-lock.json does not match package.json.\n${output}`
}

async function namesNoRegistry() {
  const { packages } = JSON.parse(await readFile('package-lock.json', 'utf8'))
  const named = Object.keys(packages).filter(path => packages[path].resolved !== undefined)
  return named.length === 0
    ? null
    : `package-lock.json names a registry for ${named.length} packages, such as ${named[0]}.`
}
