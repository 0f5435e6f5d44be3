import { databaseUrl, openSql } from '../connection'
import { runJobs } from '../operations/run-jobs'
import { configureUnits } from '../own-units'

configureUnits()
const sql = openSql(databaseUrl(), { max: 4 })
try {
  const count = await runJobs(sql, error => {
    console.error(error)
    process.exitCode = 1
  })
  if (process.stdout.isTTY) console.log(`${count} jobs done.`)
} finally {
  await sql.end()
}
