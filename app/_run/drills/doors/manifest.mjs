import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectFolder } from '../../../../db/tools/programs.mjs'

/**
 * Every door of the build, from its own manifests: pages, API routes (streams among them) and server
 * actions, each action with its id and a page that has it.
 */
export function readDoors(folder = join(projectFolder, '.next')) {
  const read = name => JSON.parse(readFileSync(join(folder, 'server', name), 'utf8'))
  const paths = Object.keys(read('app-paths-manifest.json'))
  const of = ending =>
    paths
      .filter(path => path.endsWith(ending))
      .map(path => path.slice(0, -ending.length) || '/')
      .sort()
  const references = read('server-reference-manifest.json').node
  return {
    pages: of('/page').filter(path => !path.startsWith('/_')),
    routes: of('/route').filter(path => path.startsWith('/api')),
    actions: Object.entries(references)
      .map(([id, { exportedName, workers }]) => {
        const [page = ''] = Object.keys(workers).sort()
        return { id, name: exportedName, page: page.replace(/^app/, '').replace(/\/page$/, '') }
      })
      .sort((one, other) => one.name.localeCompare(other.name)),
  }
}
