import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type KnownElsewhere, readKnown, reportOf } from '../backup/aftermath'
import { NotEmpty } from '../backup/load-bank'
import { BackupFault } from '../backup/manifest'
import { type RestoreDone, restoreBackup } from '../backup/restore'
import { databaseUrl } from '../connection'
import { troubleSentence } from './words'

const USAGE = `npm run restore -- FOLDER [--until MOMENT] [--known FILE]

Makes a bank from the newest backup of a folder, in the empty database that DAYBOOK_DATA or
DATABASE_URL names. --until 2026-11-27T14:00:00Z restores what was recorded up to that moment. --known
names checkpoints that npm run feed -- export has written: the report tells what they knew and this
bank doesn't.`

/** RFC 3339, with a zone: a moment without one is nobody's. */
const RFC3339_MOMENT = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d(:\d\d(\.\d+)?)?([Zz]|[+-]\d\d:\d\d)$/

type Asked = { readonly folder: string; readonly until: Date | null; readonly known: string | null }

const asked = readArguments()
if (process.argv.includes('--help')) console.log(USAGE)
else if (typeof asked === 'string') {
  console.error(asked === '' ? USAGE : `${asked}\n\n${USAGE}`)
  process.exitCode = 2
} else await run(asked)

function readArguments(): Asked | string {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { until: { type: 'string' }, known: { type: 'string' } },
    })
    const [folder] = positionals
    if (folder === undefined || positionals.length > 1) return ''
    const { until = '', known = null } = values
    if (until === '') return { folder, until: null, known }
    const at = new Date(until)
    if (!RFC3339_MOMENT.test(until) || Number.isNaN(at.getTime())) {
      return `“${until}” is no moment. Write it with its zone, such as 2026-11-27T14:00:00Z.`
    }
    return { folder, until: at, known }
  } catch (error) {
    return error instanceof Error ? error.message : ''
  }
}

async function run({ folder, until, known }: Asked): Promise<void> {
  try {
    const exported = known === null ? null : readKnown(await readFile(known, 'utf8'))
    const report = (restored: RestoreDone) => tell(restored, folder, exported)
    const url = databaseUrl()
    const done = await restoreBackup({ url, folder, until, onProgress: progress, report })
    process.exitCode = done.differences.length === 0 ? 0 : 1
  } catch (error) {
    console.error(sentenceOf(error))
    process.exitCode = 1
  }
}

async function tell(done: RestoreDone, folder: string, known: KnownElsewhere | null) {
  const seconds = (ms: number) => (ms / 1000).toFixed(1)
  const took =
    done.loadMs === null
      ? ', which an interrupted restore had loaded'
      : ` in ${seconds(done.loadMs)} s (${Math.round(done.events / (done.loadMs / 1000))} events/s)`
  if (process.stdout.isTTY) process.stdout.write('\r')
  console.log(
    `Restored ${done.events} events${took}, read models in ${seconds(done.rebuildMs)} s, from the backup of ` +
      `${done.manifest.takenAt}.`,
  )
  console.log(
    `Checked in ${seconds(done.checkMs)} s: ${done.differences.length} differences in the log or between the ` +
      'log and its projections.',
  )
  for (const { where, key, sentence } of done.differences.slice(0, 50)) {
    console.log(`${where} ${key}: ${sentence}`)
  }
  const { lines, file } = await reportOf(databaseUrl(), done, known)
  for (const line of lines) console.log(line)
  const path = join(folder, `restored-${done.epoch}.json`)
  await writeFile(path, `${JSON.stringify(file, null, 1)}\n`).then(
    () => console.log(`The whole report: ${path}`),
    () => console.log(`The whole report can’t be written to ${path}.`),
  )
}

function progress(what: string, done: number): void {
  if (process.stdout.isTTY) process.stdout.write(`\r${what}: ${done}          `)
}

function sentenceOf(error: unknown): string {
  if (error instanceof BackupFault || error instanceof NotEmpty) return error.message
  const sentence = troubleSentence(error)
  if (sentence === null) throw error
  return `${sentence} Start the restore again.`
}
