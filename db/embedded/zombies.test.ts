import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openSql } from '../connection'
import { makeZombie } from '../testing/zombie'
import { openKillable } from './killable.mjs'
import { isAlive, processState } from './processes.mjs'

test('a zombie counts as dead, a running process does not', async () => {
  const alive: string[] = []
  const zombie = await makeZombie(pid => alive.push(processState(pid)))
  expect(alive).toEqual(['running'])
  expect(processState(zombie.pid)).toBe('zombie')
  expect(isAlive(zombie.pid)).toBe(false)
  zombie.close()
  expect(isAlive(process.pid)).toBe(true)
  expect(isAlive(2 ** 31 - 1)).toBe(false)
})

/** The files that tell PostgreSQL of a running server; their first line is its process id. */
const locksOf = ({ cluster, sockets }: { cluster: string; sockets: string }) => [
  join(cluster, 'postmaster.pid'),
  join(sockets, '.s.PGSQL.5432.lock'),
]

test('a database starts again when its killed server is a zombie, or when another process has its id', async () => {
  const database = await openKillable()
  const as = database.places.account.switch
  const stranger = spawn('sleep', ['1000'], as)
  await once(stranger, 'spawn')
  const zombie = await makeZombie(undefined, as)
  const sql = openSql(database.url, { max: 1 })
  try {
    await sql`create table kept as select 1 as n`
    for (const pid of [zombie.pid, stranger.pid]) {
      await database.kill()
      for (const file of locksOf(database.places)) {
        const [, ...rest] = readFileSync(file, 'utf8').split('\n')
        writeFileSync(file, [String(pid), ...rest].join('\n'))
      }
      await database.start()
      expect(await sql`select n from kept`).toEqual([{ n: 1 }])
    }
  } finally {
    zombie.close()
    stranger.kill('SIGKILL')
    await sql.end({ timeout: 1 })
    await database.close()
  }
})
