import { randomUUID } from 'node:crypto'
import {
  cp,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  truncate,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { apiTokens } from '../access-schema'
import { authAccounts, authSessions, authUsers, joinLinks } from '../auth-schema'
import { asApplication, asArchivist, openSql, type Sql } from '../connection'
import { currentEpoch } from '../epoch'
import { createEventStore } from '../event-store'
import { advanceSubscription, CheckpointOfOtherEpoch } from '../feed/subscription'
import { checkProjections } from '../projections/check'
import { openDb } from '../query'
import { archiveBefore } from '../testing/archive'
import {
  type BackupBank,
  followFeed,
  openBackupBank,
  sendTo,
  transferOf,
} from '../testing/backup-bank'
import { type FreshDatabase, freshDatabase } from '../testing/database'
import { movementOn } from '../testing/streams'
import { backUp } from './backup'
import { verifyFiles } from './find'
import { manifestNames, readManifest } from './manifest'
import { restoreBackup } from './restore'
import { readBackupState } from './state'

let bank: BackupBank
let folder: string
const opened: { sql: Sql; database: FreshDatabase }[] = []

beforeEach(async () => {
  bank = await openBackupBank()
  folder = await mkdtemp(join(tmpdir(), 'daybook-backup-test-'))
})
afterEach(async () => {
  for (const { sql, database } of opened.splice(0)) {
    await sql.end()
    await database.drop()
  }
  await bank.close()
  await rm(folder, { recursive: true })
})

/** As the web process and the tool make one: with the rights of the web process. */
async function save(segmentEvents = 10) {
  const made = await backUp({ url: asApplication(bank.url), folder, keepDays: null, segmentEvents })
  if (made.outcome !== 'done') throw new Error('Another process makes a backup')
  return made
}

async function restore(until: Date | null = null) {
  const database = await freshDatabase()
  const sql = openSql(database.url)
  opened.push({ sql, database })
  const done = await restoreBackup({ url: database.url, folder, until })
  expect(done.differences).toEqual([])
  return { url: database.url, sql, done }
}

async function move(count: number): Promise<void> {
  const [one, other] = bank.accounts
  for (let n = 0; n < count; n++) {
    await bank.send(n % 3 === 0 ? transferOf(one, other, '0.01') : movementOn(one, 'Deposit', '1'))
  }
}

/** All rows of a table, in the order of its key. */
async function rowsOf(sql: Sql, table: string) {
  const rows = await sql`select to_jsonb(t)::text as row from ${sql(table)} t`
  return rows.map(({ row }) => row).sort()
}

describe('a restored bank', () => {
  test('is the bank that was backed up, in several backups, with what moved to the archive', async () => {
    await move(105)
    await save()
    const archivist = openSql(asArchivist(bank.url))
    expect(await archiveBefore(archivist, new Date(Date.now() + 1000))).toBeGreaterThan(50)
    await archivist.end()
    const refused = movementOn(bank.accounts[1], 'Withdraw', '1000')
    const first = await bank.send(refused)
    expect(first.outcome).toBe('refused')
    await move(20)
    await addPerson(bank.url)
    const made = await save()
    expect(made.events).toBe((await bank.sql`select from log`).length - 107 - 35)

    const { sql, url, done } = await restore()
    for (const table of [
      'commands',
      'feed',
      'accounts',
      'snapshots',
      'auth_users',
      'auth_accounts',
    ]) {
      await bank.follow()
      expect(await rowsOf(sql, table), table).toEqual(await rowsOf(bank.sql, table))
    }
    expect(await rowsOf(sql, 'log')).toEqual(await rowsOf(bank.sql, 'log'))
    expect(await rowsOf(sql, 'api_tokens')).toEqual(await rowsOf(bank.sql, 'api_tokens'))
    expect(await rowsOf(sql, 'join_links')).toEqual(await rowsOf(bank.sql, 'join_links'))
    expect(await rowsOf(sql, 'auth_sessions')).toEqual([])
    expect(done.lost).toEqual([])

    const store = createEventStore(asApplication(url))
    expect(await sendTo(store, refused)).toEqual(first)
    expect((await sendTo(store, movementOn(bank.accounts[0], 'Deposit', '5'))).outcome).toBe(
      'accepted',
    )
    await store.close()
    await followFeed(sql)
    expect(await checkProjections(sql)).toEqual([])
    await expect(sql`delete from events`).rejects.toMatchObject({ code: '23001' })
  })

  test('to an earlier moment knows what was known then, in a new epoch', async () => {
    await move(7)
    await bank.follow()
    const [{ at } = { at: new Date() }] = await bank.sql<{ at: Date }[]>`
      select max(created_at) as at from events`
    await untilAfter(at)
    const late = transferOf(...bank.accounts, '3')
    const answer = await bank.send(late)
    const refused = movementOn(bank.accounts[1], 'Withdraw', '1000')
    await bank.send(refused)
    await move(4)
    await save(4)

    const { sql, url, done } = await restore(at)
    expect(done.lost.map(({ commandId }) => commandId)).toContain(late.commandId)
    for (const id of bank.accounts) {
      const store = createEventStore(url)
      const then = await bank.store.stateAt(id, { knownAt: at })
      const now = await store.stateAt(id, {})
      expect(now.stream).toEqual(then.stream)
      await store.close()
    }
    expect(await rowsOf(sql, 'commands')).toHaveLength(2 + 7 + 3)
    expect((await currentEpoch(sql)).number).toBe(2)
    const { id } = await currentEpoch(bank.sql)
    expect(done.restored).toMatchObject({ from: id, until: at.toISOString(), unchangedTo: 12 })

    const store = createEventStore(url)
    const again = await sendTo(store, late)
    expect(again.outcome).toBe('accepted')
    expect(again).not.toEqual(answer)
    await store.close()
  })

  test('has no half of a command whose streams have other clocks', async () => {
    const [one, other] = bank.accounts
    await bank.sql`alter table events disable trigger user`
    await bank.sql`
      update events set created_at = created_at + interval '1 hour', occurred_at = occurred_at + interval '1 hour',
        frontier_at = frontier_at + interval '1 hour' where aggregate_id = ${one}`
    await bank.sql`alter table events enable trigger user`
    const at = new Date(Date.now() + 60_000)
    const store = createEventStore(bank.url) // without the states that the other has in memory
    expect((await sendTo(store, movementOn(other, 'Deposit', '5'))).outcome).toBe('accepted')
    const half = transferOf(other, one, '2')
    expect((await sendTo(store, half)).outcome).toBe('accepted')
    expect((await sendTo(store, movementOn(other, 'Deposit', '1'))).outcome).toBe('accepted')
    await store.close()
    await save(2)
    const { sql, done } = await restore(at)
    expect(done.lost).toHaveLength(4)
    expect(await rowsOf(sql, 'log')).toHaveLength(2)
  })

  test('lets no subscriber of the old epoch go on', async () => {
    const other = { name: 'elsewhere', aggregateTypes: ['BankAccount'], handle: async () => {} }
    await move(2)
    await bank.follow()
    while (await advanceSubscription(bank.sql, other));
    await save()
    const { sql } = await restore()
    await expect(advanceSubscription(sql, other)).rejects.toThrow(CheckpointOfOtherEpoch)
  })
})

describe('a backup', () => {
  test('under load is one moment of the bank', async () => {
    const done = new AbortController()
    const [one, other] = bank.accounts
    const writers = [0, 1, 2].map(async () => {
      while (!done.signal.aborted) await bank.send(transferOf(one, other, '0.01'))
    })
    for (let n = 0; n < 3; n++) await save(200)
    done.abort()
    await Promise.all(writers)
    const { sql } = await restore()
    const sums = await sql<{ sum: string }[]>`select sum(balance) as sum from accounts`
    expect(sums[0]?.sum).toBe('10000')
  })

  test('that was interrupted leaves the folder as it was, and the next one goes on', async () => {
    await move(30)
    const made = await save()
    await move(30)
    // A folder in the place of the second of its segments: that can't be written.
    const blocked = join(made.folder, 'segments', '000000000051-000000000060.jsonl.gz')
    await mkdir(join(blocked, 'full'), { recursive: true })
    await expect(save()).rejects.toThrow()
    expect((await readBackupState(bank.sql)).error).toMatch(/./)
    expect((await restore()).done.events).toBe(made.position)
    await rm(blocked, { recursive: true })
    const next = await save()
    expect(next.events).toBe(40)
    expect((await restore()).done.events).toBe(made.position + 40)
  })

  test('is made by one process at a time, and remembered', async () => {
    const url = asApplication(bank.url)
    const all = await Promise.all(
      [0, 1, 2].map(() => backUp({ url, folder, keepDays: null, everySeconds: 3600 })),
    )
    expect(all.map(({ outcome }) => outcome).sort()).toEqual(['done', 'held', 'held'])
    const state = await readBackupState(bank.sql)
    expect(state).toMatchObject({ error: null, isRunning: false, position: 2, events: 2 })
    expect(state.ageSeconds).toBeGreaterThanOrEqual(0)
  })

  test('removes old backups and what only they had, and keeps the last', async () => {
    await move(3)
    const made = await save(4)
    await move(3)
    await save(4)
    const before = await readdir(made.folder, { recursive: true })
    const url = asApplication(bank.url)
    const kept = await backUp({ url, folder, keepDays: 0, segmentEvents: 4 })
    expect(kept).toMatchObject({ outcome: 'done', removed: 2 })
    const after = await readdir(made.folder, { recursive: true })
    expect(after.length).toBeLessThan(before.length)
    expect((await restore()).done.lost).toEqual([])
  })
})

test('a restore refuses what is not whole by its name, and writes nothing', async () => {
  await move(6)
  const { folder: own } = await save(4)
  const names = (await readdir(join(own, 'segments'))).sort()
  const [first = '', second = '', third = ''] = names.map(name => join('segments', name))
  const [list = ''] = (await readdir(own)).filter(file => file.endsWith('.json'))
  const database = await freshDatabase()
  const sql = openSql(database.url)
  opened.push({ sql, database })

  /** What a restore says of a copy of the backup in which something was done. */
  async function refusal(harm: (epochFolder: string) => Promise<unknown>): Promise<string> {
    const copy = await mkdtemp(join(folder, 'copy-'))
    await cp(own, join(copy, basename(own)), { recursive: true })
    await harm(join(copy, basename(own)))
    const said = await restoreBackup({ url: database.url, folder: copy, until: null }).then(
      () => 'restored',
      (error: unknown) => (error instanceof Error ? `${error.name}: ${error.message}` : ''),
    )
    expect(await rowsOf(sql, 'log')).toEqual([])
    expect((await currentEpoch(sql)).number).toBe(1)
    return said
  }
  const damage = async (path: string) => {
    const bytes = await readFile(path)
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1
    await writeFile(path, bytes)
  }

  expect(await refusal(at => damage(join(at, second)))).toBe(
    `BackupFault: The segment ${second} is damaged: its checksum is another.`,
  )
  expect(await refusal(at => truncate(join(at, first), 100))).toMatch(
    `BackupFault: The segment ${first} is truncated: it has 100 bytes of `,
  )
  expect(await refusal(at => rm(join(at, third)))).toBe(
    `BackupFault: The segment ${third} is missing.`,
  )
  const swapped = await refusal(async at => {
    await rename(join(at, first), join(at, 'x'))
    await rename(join(at, second), join(at, first))
    await rename(join(at, 'x'), join(at, second))
  })
  expect(swapped).toMatch(`BackupFault: The segment ${first} is `)
  const [name = ''] = (await readdir(join(own, 'tables'))).filter(file => /^auth_users/.test(file))
  expect(await refusal(at => damage(join(at, 'tables', name)))).toBe(
    `BackupFault: The file tables/${name} is damaged: its checksum is another.`,
  )
  const edited = await refusal(async at => {
    const text = await readFile(join(at, list), 'utf8')
    await writeFile(join(at, list), text.replace('"from": 5', '"from": 6'))
  })
  expect(edited).toBe(`BackupFault: The backup ${list} is damaged: its checksum is another.`)
  expect(await refusal(at => rm(at, { recursive: true }))).toMatch('There is no backup in ')
  await expect(restoreBackup({ url: bank.url, folder, until: null })).rejects.toThrow(
    'The database is not empty: it has events.',
  )
})

test('a list of segments in another order, with checksums that fit, is refused too', async () => {
  await move(6)
  const { folder: own } = await save(4)
  const [list = ''] = await manifestNames(own)
  const manifest = await readManifest(own, list)
  const [one, other, ...rest] = manifest.segments
  const found = { folder: own, manifest: { ...manifest, segments: [other, one, ...rest] as never } }
  await expect(verifyFiles(found)).rejects.toThrow('is out of order: it begins at position 5')
  const moved = manifest.segments.map(({ chain, ...segment }, n) => ({
    ...segment,
    chain: manifest.segments[n + 1]?.chain ?? chain,
  }))
  await expect(
    verifyFiles({ folder: own, manifest: { ...manifest, segments: moved } }),
  ).rejects.toThrow('is out of order: it doesn’t follow the one before')
})

async function untilAfter(at: Date): Promise<void> {
  await expect.poll(() => Date.now()).toBeGreaterThan(at.getTime() + 2)
}

/** A person with a password, a session, a link and a token. */
async function addPerson(url: string): Promise<void> {
  const db = openDb(url, { max: 1 })
  const [userId, now] = ['u-77', new Date()]
  const later = new Date(now.getTime() + 3_600_000)
  await db.insert(authUsers).values({ id: userId, name: 'Ján', email: 'jan@example.com' })
  await db
    .insert(authAccounts)
    .values({ id: 'a', accountId: userId, providerId: 'credential', userId, password: 'hash' })
  await db.insert(authSessions).values({ id: 's', token: 't', userId, expiresAt: later })
  const link = {
    tokenHash: 'h',
    userId,
    purpose: 'reset',
    createdAt: now,
    expiresAt: later,
  } as const
  await db.insert(joinLinks).values(link)
  const token = { name: 'Shop', hash: 'x', ending: 'y', role: 'teller', createdBy: userId } as const
  const good = {
    scopes: ['a:b', 'c,"d'],
    accountIds: [randomUUID()],
    createdAt: now,
    expiresAt: later,
  }
  await db.insert(apiTokens).values({ id: randomUUID(), ...token, ...good })
  await db.$client.end()
}
