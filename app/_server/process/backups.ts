import 'server-only'
import { isAbsolute } from 'node:path'
import { backUp } from '@/db/backup/backup'
import { startRounds } from './hold-expiry'
import { intervalSeconds } from './interval'
import { logFailure } from './log'

/** How scheduled backups are made. */
export type BackupPlan = {
  readonly folder: string
  readonly everySeconds: number
  readonly keepDays: number
}

/** The shortest time between two backups, in seconds. */
const EVERY_MIN = 300

/**
 * Backups on a schedule (`BACKUP_FOLDER`, `BACKUP_EVERY`, `BACKUP_KEEP_DAYS`); null without a folder.
 * @throws Error with a sentence for the person who wrote the setting
 */
export function backupPlan(env: NodeJS.ProcessEnv = process.env): BackupPlan | null {
  const { BACKUP_FOLDER: folder = '', BACKUP_EVERY: every = '', BACKUP_KEEP_DAYS: keep = '' } = env
  if (folder === '') {
    if (every === '' && keep === '') return null
    throw new Error(
      'BACKUP_EVERY and BACKUP_KEEP_DAYS need BACKUP_FOLDER: the folder of the backups.',
    )
  }
  if (!isAbsolute(folder)) {
    throw new Error(`BACKUP_FOLDER is “${folder}”. It must be the whole path of a folder.`)
  }
  const everySeconds = intervalSeconds(every === '' ? '1h' : every)
  if (everySeconds < EVERY_MIN) {
    throw new Error(
      `BACKUP_EVERY is “${every}”. Write a time such as 30m, 6h or 1d; five minutes at least.`,
    )
  }
  const keepDays = keep === '' ? 30 : Number(keep)
  if (!/^\d{0,4}$/.test(keep)) {
    throw new Error(`BACKUP_KEEP_DAYS is “${keep}”. It must be a whole number of days.`)
  }
  return { folder, everySeconds, keepDays }
}

/** How often a process looks whether a backup is due. */
const ROUND_MS = 30_000

/**
 * Makes backups by a plan.
 * @returns stops it; one that ends half way leaves the folder as it was
 */
export function startBackups(url: string, plan: BackupPlan | null): () => void {
  if (plan === null) return () => {}
  const stop = startRounds(
    () => backUpIfDue(url, plan),
    error => logFailure('A backup failed; it will be tried again', error),
    ROUND_MS,
  )
  return () => void stop()
}

/**
 * Makes a backup if one is due. Every process tries, and one makes it: the database says which.
 * @returns false: no work is left
 */
export async function backUpIfDue(url: string, plan: BackupPlan): Promise<boolean> {
  await backUp({ url, ...plan })
  return false
}
