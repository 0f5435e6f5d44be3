import { APP_ROLE, ARCHIVIST_ROLE, databaseUrl, openSql } from '../connection'
import { createRoles } from '../roles'

const [member, ...rest] = process.argv.slice(2)
if (rest.length > 0 || member?.startsWith('-')) {
  console.error('npm run db:roles [-- USER]    USER is who Daybook connects as, else you')
  process.exitCode = 2
} else {
  const sql = openSql(databaseUrl(), { max: 1 })
  try {
    await createRoles(sql, member)
    const [row] = await sql<
      { name: string }[]
    >`select coalesce(${member ?? null}, current_user) as name`
    console.log(`${row?.name} can act as ${APP_ROLE} and as ${ARCHIVIST_ROLE}.`)
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  } finally {
    await sql.end()
  }
}
