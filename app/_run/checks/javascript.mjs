import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

/** The most JavaScript that a page may load, compressed, in KB of 1,024 bytes. */
const LIMITS_KB = { '/accounts': 165 }
const LIMIT_KB = 200

/**
 * Measures the gzipped JavaScript that a browser loads to show each page of a build, and fails for
 * a page above its limit. Dynamic imports are not counted.
 */
export function checkJavascript(folder = '.next') {
  if (!existsSync(join(folder, 'BUILD_ID'))) {
    return { passed: 0, failed: 1, output: 'No build found.' }
  }
  return judgeRoutes(weighRoutes(folder))
}

/**
 * Compares `{ route, kilobytes }` with the limits; `told` is a line for each, the largest first.
 */
export function judgeRoutes(weights) {
  const heaviest = weights.toSorted((a, b) => b.kilobytes - a.kilobytes)
  const above = heaviest.filter(({ route, kilobytes }) => kilobytes > limitOf(route))
  const told = heaviest.map(
    ({ route, kilobytes }) =>
      `    ${kilobytes.toFixed(1).padStart(6)} of ${limitOf(route)} KB  ${route}`,
  )
  return {
    passed: heaviest.length - above.length,
    failed: above.length,
    told: told.join('\n'),
    output: `${told.join('\n')}\nOver the limit: ${above.map(({ route }) => route).join(', ')}`,
  }
}

function weighRoutes(folder) {
  const { rootMainFiles } = readJson(join(folder, 'build-manifest.json'))
  const routes = readJson(join(folder, 'app-path-routes-manifest.json'))
  return Object.entries(routes)
    .filter(([entry, route]) => entry.endsWith('/page') && !route.startsWith('/_'))
    .map(([entry, route]) => {
      const files = new Set([...rootMainFiles, ...filesOf(folder, entry)])
      return { route, kilobytes: sum([...files].map(file => weigh(folder, file))) / 1024 }
    })
}

/** The scripts of a page and its layouts; those of “not found” belong to that page. */
function filesOf(folder, entry) {
  const path = join(folder, 'server', 'app', `${entry}_client-reference-manifest.js`)
  const text = readFileSync(path, 'utf8')
  const marker = `[${JSON.stringify(entry)}] = `
  const { entryJSFiles } = JSON.parse(
    text.slice(text.indexOf(marker) + marker.length).replace(/;\s*$/, ''),
  )
  return Object.entries(entryJSFiles)
    .filter(([module]) => !module.endsWith('/not-found'))
    .flatMap(([, files]) => files)
}

const weights = new Map()

function weigh(folder, file) {
  const path = join(folder, file)
  if (!weights.has(path)) weights.set(path, gzipSync(readFileSync(path)).length)
  return weights.get(path)
}

function limitOf(route) {
  return LIMITS_KB[route] ?? LIMIT_KB
}

function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0)
}

function readJson(path) {
  return JSON.parse(readFileSync(path, 'utf8'))
}
