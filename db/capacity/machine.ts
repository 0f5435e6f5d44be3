import { statfs } from 'node:fs/promises'
import { totalmem } from 'node:os'
import type { Sql } from '../connection'
import type { Machine } from './read-figures'

/**
 * The free disk and the memory of the database's machine. Both are known only where the database
 * runs on this machine and this login may ask for its folder; elsewhere they are null.
 */
export async function machineOf(sql: Sql): Promise<Machine> {
  const folder = await folderHere(sql)
  const disk = folder === null ? null : await statfs(folder).catch(() => null)
  return {
    diskFreeBytes: disk && disk.bavail * disk.bsize,
    memoryBytes: disk && totalmem(),
  }
}

/** The database's folder on this machine; null for a server elsewhere, or without the right to ask. */
async function folderHere(sql: Sql): Promise<string | null> {
  const [row] = await sql<{ folder: string | null }[]>`
    select case
      when (inet_server_addr() is null or inet_server_addr() <<= '127.0.0.0/8' or inet_server_addr() = '::1')
        and pg_has_role(current_user, 'pg_read_all_settings', 'usage')
      then current_setting('data_directory') end as folder`
  return row?.folder ?? null
}

const UNITS: Readonly<Record<string, number>> = {
  '': 1,
  K: 2 ** 10,
  M: 2 ** 20,
  G: 2 ** 30,
  T: 2 ** 40,
}

/** A size such as `64G` or `1.5T`, in bytes; null for any other text. */
export function sizeIn(text: string): number | null {
  const [, number = '', unit = ''] =
    /^(\d+(?:\.\d+)?)\s*([KMGT]?)(?:i?B)?$/i.exec(text.trim()) ?? []
  return number === '' ? null : Number(number) * (UNITS[unit.toUpperCase()] ?? 1)
}
