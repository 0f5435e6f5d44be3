import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { manifestNames, readManifest } from './manifest'

const DAY_MS = 86_400_000

/** Parts of files that an interrupted backup has left are removed after this time. */
const PART_MS = DAY_MS

/**
 * Removes backups that are older than `days`, but never the last one, and then the files that no
 * backup names any more. The log stays whole: the last backup has all of it.
 * @returns how many backups were removed
 */
export async function removeOld(folder: string, days: number, now: Date): Promise<number> {
  const names = await manifestNames(folder)
  const taken = await Promise.all(
    names.map(async name => ({
      name,
      manifest: await readManifest(folder, name).catch(() => null),
    })),
  )
  // Files of a backup that can't be read are unknown: then none is removed.
  if (taken.some(({ manifest }) => manifest === null)) return 0
  const from = now.getTime() - days * DAY_MS
  const old = taken
    .slice(0, -1)
    .filter(({ manifest }) => Date.parse(manifest?.takenAt ?? '') < from)
  for (const { name } of old) await rm(join(folder, name))
  const named = new Set(
    taken
      .filter(one => !old.includes(one))
      .flatMap(({ manifest }) => [
        ...(manifest?.segments ?? []),
        ...Object.values(manifest?.tables ?? {}).flatMap(({ files }) => files),
      ])
      .map(({ file }) => file),
  )
  for (const room of ['segments', 'tables']) {
    for (const file of await readdir(join(folder, room)).catch(() => [])) {
      if (!named.has(`${room}/${file}`)) await rm(join(folder, room, file))
    }
  }
  for (const file of await readdir(folder)) {
    if (!file.startsWith('part-')) continue
    const found = await stat(join(folder, file)).catch(() => null)
    if (found && now.getTime() - found.mtimeMs > PART_MS) await rm(join(folder, file))
  }
  return old.length
}
