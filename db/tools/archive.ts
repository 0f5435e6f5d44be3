import { archiveEvents } from '../append/archive'
import { databaseUrl, openSql } from '../connection'
import { runTool } from '../trouble/tool-sentences'

const [date = ''] = process.argv.slice(2)
const before = new Date(date)
if (!/^\d{4}-\d{2}-\d{2}/.test(date) || Number.isNaN(before.getTime())) {
  console.error('npm run archive -- 2026-01-01    archives events recorded before that day (UTC)')
  process.exitCode = 2
} else {
  await runTool('What was moved so far stays moved. Run it again to continue.', async () => {
    const sql = openSql(databaseUrl())
    const moved = await archiveEvents(sql, before).finally(() => sql.end())
    console.log(`Archived ${moved} events recorded before ${before.toISOString()}.`)
  })
}
