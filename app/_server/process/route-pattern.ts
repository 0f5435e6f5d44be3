import 'server-only'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

type Listed = { readonly page: string; readonly regex: string }
type Manifest = {
  readonly staticRoutes: readonly Listed[]
  readonly dynamicRoutes: readonly Listed[]
}

/** Says which route an address belongs to, as a pattern without what was typed into it. */
export type PatternOf = (path: string) => string

/** What has no route, and files. */
const OTHER = 'other'
const FILES = 'files'

/** Longer paths are searched with no regular expression. */
const PATH_MAX = 1_000

/**
 * The patterns of a build of Next.js. Addresses hold ids, and whatever people typed: only the
 * pattern goes into logs and metrics.
 */
export function patternsIn({ staticRoutes, dynamicRoutes }: Manifest): PatternOf {
  const fixed = new Set(staticRoutes.map(({ page }) => page))
  // In the order in which Next.js tries them.
  const open = dynamicRoutes.map(({ page, regex }) => [page, new RegExp(regex)] as const)
  return path => {
    if (fixed.has(path)) return path
    if (path.startsWith('/_next/') || path.endsWith('.png')) return FILES
    if (path.length > PATH_MAX) return OTHER
    return open.find(([, regex]) => regex.test(path))?.[0] ?? OTHER
  }
}

/** The patterns of the build that this process serves; `npm run dev` has none. */
export function readPatterns(folder = join(process.cwd(), '.next')): PatternOf {
  try {
    return patternsIn(JSON.parse(readFileSync(join(folder, 'routes-manifest.json'), 'utf8')))
  } catch {
    return path => (path.startsWith('/_next/') ? FILES : OTHER)
  }
}

/** Whether a request of this route is told only to those who ask for every detail. */
export function isQuiet(pattern: string): boolean {
  return pattern === FILES || pattern === '/icon.svg' || pattern.startsWith('/api/health')
}
