import { asArchivist, databaseUrl, openSql } from '../connection'
import { runJobs } from '../operations/run-jobs'
import { configureUnits } from '../own-units'

configureUnits()
const owner = openSql(databaseUrl(), { max: 4 })
const openArchivist = () => openSql(asArchivist(databaseUrl()), { max: 1 })
try {
  const count = await runJobs({ owner, openArchivist }, error => {
    console.error(error)
    process.exitCode = 1
  })
  if (process.stdout.isTTY) console.log(`${count} jobs done.`)
} finally {
  await owner.end()
}
