import 'server-only'
import { statfs } from 'node:fs/promises'
import { diskFreeMib } from '@/app/_server/process/settings'

const MIB = 1024 * 1024

export type Disk = { readonly freeBytes: number; readonly sizeBytes: number }

/**
 * The space on the file system of the database, for users without privileges, where it is known:
 * `npm start` names the folder of its own database, and `DAYBOOK_DISK_FOLDER` that of another on
 * this machine. Null if it isn't known.
 */
export async function diskNow(folder = process.env.DAYBOOK_DISK_FOLDER): Promise<Disk | null> {
  if (!folder) return null
  const { bavail, blocks, bsize } = await statfs(folder)
  return { freeBytes: bavail * bsize, sizeBytes: blocks * bsize }
}

/** What is wrong with the disk, in a sentence for the staff; null if nothing is, or it isn't known. */
export async function diskFault(): Promise<string | null> {
  const disk = await diskNow()
  const least = diskFreeMib()
  if (disk === null || disk.freeBytes >= least * MIB) return null
  const free = Math.floor(disk.freeBytes / MIB)
  return `The database’s disk has ${free} MiB left; it needs ${least} MiB.`
}
