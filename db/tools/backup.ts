import { parseArgs } from 'node:util'
import { type BackupDone, backUp } from '../backup/backup'
import { BackupFault } from '../backup/manifest'
import { readBackupState } from '../backup/state'
import { databaseUrl, openSql } from '../connection'
import { inBytes, troubleSentence } from './words'

const USAGE = `npm run backup -- FOLDER [--keep DAYS]   adds what is new since the last backup there
npm run backup -- --status               tells when the last one was made
The folder may be used by one bank. --keep removes backups older than that, never the last one. The
format is described in db/backup/FORMAT.md.`

const asked = readArguments()
if (process.argv.includes('--help')) console.log(USAGE)
else if (asked === null) {
  console.error(USAGE)
  process.exitCode = 2
} else if (asked.status) await status()
else await run(asked)

function readArguments() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { keep: { type: 'string' }, status: { type: 'boolean' } },
    })
    const [folder = ''] = positionals
    const keep = values.keep ?? ''
    const status = values.status === true
    if (!/^\d{0,5}$/.test(keep) || positionals.length !== (status ? 0 : 1)) return null
    return { folder, status, keepDays: keep === '' ? null : Number(keep) }
  } catch {
    return null
  }
}

async function run({ folder, keepDays }: { folder: string; keepDays: number | null }) {
  const start = performance.now()
  const onProgress = (events: number) => {
    if (process.stdout.isTTY) process.stdout.write(`\r${events} events`)
  }
  try {
    const made = await backUp({ url: databaseUrl(), folder, keepDays, onProgress })
    if (made.outcome === 'done') tell(made, (performance.now() - start) / 1000)
    else refuse('Another process makes a backup now. Try again when it has ended.')
  } catch (error) {
    refuse(sentenceOf(error))
  }
}

function tell({ folder, events, bytes, position, removed }: BackupDone, seconds: number): void {
  const rate = Math.round(events / seconds)
  const each = events > 0 ? `, ${Math.round(bytes / events)} bytes an event` : ''
  console.log(
    `Backed up ${events} new events, up to position ${position}, in ${seconds.toFixed(1)} s ` +
      `(${rate} events/s; ${inBytes(bytes)} of segments${each}).\n${folder}`,
  )
  if (removed > 0) console.log(`Removed ${removed} older backups.`)
}

async function status(): Promise<void> {
  const sql = openSql(databaseUrl(), { max: 1 })
  const state = await readBackupState(sql).finally(() => sql.end())
  if (state.finishedAt === null) console.log('No backup was made yet.')
  else {
    console.log(
      `The last backup was made at ${state.finishedAt.toISOString()}, up to position ${state.position}, in ${state.folder}.`,
    )
  }
  if (state.isRunning) console.log('One is being made now.')
  if (state.error !== null) {
    console.log(`The last try failed at ${state.failedAt?.toISOString()}: ${state.error}`)
    process.exitCode = 1
  }
}

function sentenceOf(error: unknown): string {
  if (error instanceof BackupFault) return error.message
  const sentence = troubleSentence(error)
  if (sentence === null) throw error
  return `${sentence} What was backed up before is unharmed; start the backup again.`
}

function refuse(sentence: string): void {
  console.error(sentence)
  process.exitCode = 1
}
