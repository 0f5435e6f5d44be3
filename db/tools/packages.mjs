import { existsSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { alone } from './alone.mjs'
import { projectFolder, runProgram } from './programs.mjs'

/** @throws a sentence when this Node is older than package.json requires */
export function requireNode() {
  const wanted = /(\d+)\.(\d+)/.exec(readJson('package.json').engines.node)
  const [major, minor] = process.versions.node.split('.').map(Number)
  const isOld = major < Number(wanted[1]) || (major === Number(wanted[1]) && minor < wanted[2])
  if (isOld) {
    throw new Error(
      `Daybook needs Node ${wanted[0]} or newer; this is ${process.versions.node}. ` +
        'Install a newer one from https://nodejs.org, then try again.',
    )
  }
}

/**
 * Installs the lockfile's packages, unless node_modules has exactly those, or waits for the process
 * that is installing them.
 * @returns {Promise<boolean>} whether anything was installed
 */
export async function ensureInstalled() {
  return findDifference() === null ? false : alone(install)
}

async function install() {
  if (findDifference() === null) return false
  const npm = process.env.npm_execpath ?? ''
  // The build needs the development packages, even if NODE_ENV or the user's npm omits them.
  const options = ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund']
  if (basename(npm).startsWith('npm-cli')) {
    await runProgram(process.execPath, [npm, ...options], { what: 'npm ci' })
  } else {
    await runProgram('npm', options, { what: 'npm ci' })
  }
  const difference = findDifference()
  if (difference !== null) throw new Error(`npm ci succeeded, but ${difference}.`)
  return true
}

/** The first difference between node_modules and the lockfile, or null. */
function findDifference() {
  if (!existsSync(join(projectFolder, 'node_modules', '.package-lock.json'))) {
    return 'nothing is installed'
  }
  const wanted = readJson('package-lock.json').packages
  const installed = readJson('node_modules/.package-lock.json').packages
  for (const [path, entry] of Object.entries(wanted)) {
    if (path === '') continue
    const found = installed[path]
    if (found === undefined) {
      // Packages for other machines; only npm knows which of them belong here.
      if (entry.optional) continue
      return `${path} is missing`
    }
    if (found.version !== entry.version || found.integrity !== entry.integrity) {
      return `${path} has a different version`
    }
    if (!existsSync(join(projectFolder, path, 'package.json'))) return `${path} is missing`
  }
  return null
}

function readJson(path) {
  return JSON.parse(readFileSync(join(projectFolder, path), 'utf8'))
}
