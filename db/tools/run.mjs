// node db/tools/run.mjs TOOL ...ARGUMENTS: runs db/tools/TOOL.ts, or db/lab/X.ts for lab/X, with a
// database.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { guardDriver } from '../embedded/driver-guard.mjs'
import { ensureInstalled, requireNode } from './packages.mjs'
import { projectFolder, runScript, stopPrograms } from './programs.mjs'
import { runWithDatabase } from './with-database.mjs'

const [tool, ...rest] = process.argv.slice(2)
const file = join(projectFolder, 'db', tool?.startsWith('lab/') ? '' : 'tools', `${tool}.ts`)

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stopPrograms)

try {
  if (!/^(lab\/)?[a-z-]+$/.test(tool ?? '') || !existsSync(file)) {
    throw new Error(`Unknown tool "${tool ?? ''}".`)
  }
  requireNode()
  await ensureInstalled()
  guardDriver()
  process.exitCode = await runWithDatabase({
    tool,
    command: ['--import', 'tsx', file, ...rest],
    folder: projectFolder,
    migrate: env => runScript('db/migrate.ts', { env, what: 'Migrating the database' }),
  })
} catch (error) {
  console.error(error.message)
  process.exitCode = 1
}
