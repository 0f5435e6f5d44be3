#!/usr/bin/env node
// Stands in for psql where it isn't installed: `psql -d NAME [-c SQL …]`, or SQL from standard input,
// each stopping at the first error. It uses the driver of the release in BANK.
import { createRequire } from 'node:module'
import { text } from 'node:stream/consumers'

const { BANK, PGHOST, PGPORT, PGUSER, PGPASSWORD } = process.env
const postgres = createRequire(`${BANK}/current/server/package.json`)('postgres')
const words = process.argv.slice(2)
const after = name => words.flatMap((word, at) => (word === name ? [words[at + 1]] : []))
const sql = postgres({
  ...(PGHOST.startsWith('/') ? { path: `${PGHOST}/.s.PGSQL.${PGPORT}` } : { host: PGHOST }),
  port: Number(PGPORT),
  database: after('-d')[0],
  username: PGUSER,
  password: PGPASSWORD,
  onnotice: () => {},
})
const statements = after('-c').length > 0 ? after('-c') : [await text(process.stdin)]
for (const statement of statements) await sql.unsafe(statement)
await sql.end()
