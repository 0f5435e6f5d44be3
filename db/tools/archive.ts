import { parseArgs } from 'node:util'
import { ArchiveBusy, archiveEvents } from '../append/archive'
import { type Retention, retentionAt, retentionDays } from '../append/retention'
import { databaseUrl, openSql } from '../connection'
import { runTool } from '../trouble/tool-sentences'

const MINUTES = 60
const USAGE = `npm run archive                  moves the events that the settings name into the archive:
                                 DAYBOOK_ARCHIVE_AFTER_DAYS, DAYBOOK_ARCHIVE_CLOSED_AFTER_DAYS
npm run archive -- 2026-01-01    those recorded before that day (UTC) instead
  --dry-run                      tells how many, by year, and moves nothing
  --minutes ${MINUTES}                   ends after so many minutes; the next run goes on there`

type Asked = { readonly retention: Retention; readonly isDry: boolean; readonly minutes: number }

/** What was asked; a sentence when that can't be done. */
function asked(): Asked | string {
  let given: ReturnType<typeof parse>
  try {
    given = parse()
  } catch {
    return USAGE
  }
  const { values, positionals } = given
  const minutes = Number(values.minutes)
  if (positionals.length > 1 || !(minutes > 0)) return USAGE
  const retention = retentionOf(positionals[0])
  return typeof retention === 'string'
    ? retention
    : { retention, isDry: values['dry-run'] === true, minutes }
}

function parse() {
  return parseArgs({
    allowPositionals: true,
    options: {
      'dry-run': { type: 'boolean' },
      minutes: { type: 'string', default: String(MINUTES) },
    },
  })
}

function retentionOf(date: string | undefined): Retention | string {
  if (date !== undefined) {
    const before = new Date(date)
    const isDate = /^\d{4}-\d{2}-\d{2}/.test(date) && !Number.isNaN(before.getTime())
    return isDate ? { before, closedBefore: before } : USAGE
  }
  try {
    const days = retentionDays()
    if (days === null)
      return `DAYBOOK_ARCHIVE_AFTER_DAYS is not set, so nothing is archived.\n${USAGE}`
    return retentionAt(new Date(), days)
  } catch (error) {
    return (error as Error).message
  }
}

async function run({ retention, isDry, minutes }: Asked): Promise<void> {
  const sql = openSql(databaseUrl())
  try {
    const until = performance.now() + minutes * 60_000
    const onProgress = (moved: number) => {
      if (process.stdout.isTTY) process.stdout.write(`\r${moved}`)
    }
    const { moved, byYear, isPart } = await archiveEvents(sql, retention, {
      until,
      isDry,
      onProgress,
    })
    if (process.stdout.isTTY) process.stdout.write('\r')
    const before = retention.before.toISOString()
    const closed = retention.closedBefore.toISOString()
    const than = closed === before ? '' : `, of closed accounts before ${closed}`
    console.log(
      `${isDry ? 'Would archive' : 'Archived'} ${moved} events recorded before ${before}${than}.`,
    )
    for (const [year, count] of [...byYear].sort(([a], [b]) => a - b))
      console.log(`  ${year}: ${count}`)
    if (isPart) console.log('The time was over: this is a part. The next run goes on from here.')
  } catch (error) {
    if (!(error instanceof ArchiveBusy)) throw error
    console.error(error.message)
    process.exitCode = 1
  } finally {
    await sql.end()
  }
}

const what = asked()
if (typeof what === 'string') {
  console.error(what)
  process.exitCode = 2
} else {
  await runTool('What was moved so far stays moved. Run it again to continue.', () => run(what))
}
