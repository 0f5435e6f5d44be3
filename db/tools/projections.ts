import { databaseUrl, openSql } from '../connection'
import { recordJob, resultOf } from '../operations/run-jobs'
import { configureUnits } from '../own-units'
import { checkProjections, type Difference } from '../projections/check'
import { REBUILDS } from '../projections/rebuild'
import { runTool } from '../trouble/tool-sentences'

const [verb, ...names] = process.argv.slice(2)
configureUnits()
const sql = openSql(databaseUrl())
await runTool('The read models in use are as before. Run it again.', run).finally(() => sql.end())

async function run(): Promise<void> {
  if (verb === 'check') await check()
  else if (verb === 'rebuild') await rebuild(names.length > 0 ? names : Object.keys(REBUILDS))
  else usage()
}

async function check(): Promise<void> {
  let differences: readonly Difference[] = []
  await recordJob(sql, { kind: 'check', subject: 'all' }, async hear => {
    differences = await checkProjections(sql, streams => {
      hear(streams)
      progress(`${streams} streams folded`)
    })
    return resultOf(differences)
  })
  console.log(
    `\n${differences.length} differences in the log or between the log and its projections.`,
  )
  for (const { where, key, sentence } of differences.slice(0, 50)) {
    console.log(`${where} ${key}: ${sentence}`)
  }
  if (differences.length > 50) console.log(`and ${differences.length - 50} more.`)
  process.exitCode = differences.length === 0 ? 0 : 1
}

async function rebuild(wanted: readonly string[]): Promise<void> {
  for (const name of wanted) {
    const run = Object.hasOwn(REBUILDS, name) ? REBUILDS[name] : undefined
    if (!run) return usage(`Unknown projection “${name}”.`)
    const started = Date.now()
    await recordJob(sql, { kind: 'rebuild', subject: name }, async hear => {
      await run(sql, done => {
        hear(done)
        progress(`${name}: ${done}`)
      })
      return null
    })
    console.log(`\nRebuilt ${name} (${((Date.now() - started) / 1000).toFixed(1)} s).`)
  }
}

function progress(text: string): void {
  if (process.stdout.isTTY) process.stdout.write(`\r${text}`)
}

function usage(what = ''): void {
  console.error(`${what}
npm run projections:check
npm run projections:rebuild [-- ${Object.keys(REBUILDS).join(' | ')}]`)
  process.exitCode = 2
}
