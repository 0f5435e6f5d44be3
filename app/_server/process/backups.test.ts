import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readBackupState } from '@/db/backup/state'
import { asApplication } from '@/db/connection'
import { openTestStore } from '@/db/testing/store'
import { creationOf, newIds } from '@/db/testing/streams'
import { backUpIfDue, backupPlan } from './backups'

test('the settings of scheduled backups are read, or refused in a sentence', () => {
  expect(backupPlan({ NODE_ENV: 'test' })).toBeNull()
  const read = (more: Record<string, string>) =>
    backupPlan({ NODE_ENV: 'test', BACKUP_FOLDER: '/b', ...more })
  expect(read({})).toEqual({ folder: '/b', everySeconds: 3_600, keepDays: 30 })
  expect(read({ BACKUP_EVERY: '30m', BACKUP_KEEP_DAYS: '7' })).toMatchObject({
    everySeconds: 1_800,
    keepDays: 7,
  })
  for (const BACKUP_EVERY of ['1', '4m', 'often', '1w']) {
    expect(() => read({ BACKUP_EVERY })).toThrow('BACKUP_EVERY is “')
  }
  expect(() => read({ BACKUP_KEEP_DAYS: '-1' })).toThrow('BACKUP_KEEP_DAYS is “-1”.')
  expect(() => read({ BACKUP_FOLDER: 'b' })).toThrow('It must be the whole path of a folder.')
  expect(() => backupPlan({ NODE_ENV: 'test', BACKUP_EVERY: '1h' })).toThrow('BACKUP_FOLDER')
})

test('of several processes one makes a backup, when one is due; a failed one is tried again soon', async () => {
  const { url, store, sql, close } = await openTestStore()
  const folder = await mkdtemp(join(tmpdir(), 'daybook-schedule-'))
  try {
    const [id = ''] = newIds(1)
    await store.saveEvents(id, [creationOf(id)], 0)
    const plan = { folder, everySeconds: 3_600, keepDays: 30 }
    const count = async () => {
      const [epoch = ''] = await readdir(folder)
      const names = await readdir(join(folder, epoch))
      return names.filter(name => name.startsWith('backup-')).length
    }
    await Promise.all([1, 2, 3].map(() => backUpIfDue(asApplication(url), plan)))
    expect(await count()).toBe(1)
    await sql`update backup_state set started_at = now() - interval '59 minutes'`
    await backUpIfDue(asApplication(url), plan)
    expect(await count()).toBe(1)
    await sql`update backup_state set error = 'x', started_at = now() - interval '6 minutes'`
    await backUpIfDue(asApplication(url), plan)
    expect(await count()).toBe(2)
    await sql`update backup_state set started_at = now() - interval '61 minutes'`
    await backUpIfDue(asApplication(url), plan)
    expect(await count()).toBe(3)
    expect(await readBackupState(sql)).toMatchObject({ error: null, position: 1, isRunning: false })
  } finally {
    await close()
    await rm(folder, { recursive: true })
  }
})
