import { readdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { faultOf } from './files'
import { BackupFault, linked, type Manifest, manifestNames, readManifest } from './manifest'

/** A backup, and the folder of its epoch. */
export type Found = { readonly folder: string; readonly manifest: Manifest }

/**
 * The backup to restore: the newest one of a folder; with a moment, the first one that was made at or
 * after it, or else the newest.
 * @throws BackupFault when there is none, or it is damaged
 */
export async function findBackup(asked: string, until: Date | null): Promise<Found> {
  const folders = await epochFolders(resolve(asked))
  const names: { folder: string; name: string }[] = []
  for (const folder of folders) {
    for (const name of await manifestNames(folder)) names.push({ folder, name })
  }
  names.sort((a, b) => (a.name < b.name ? -1 : Number(a.name > b.name)))
  const newest = names.at(-1)
  if (!newest) throw new BackupFault(`There is no backup in ${asked}.`)
  let found: Found = { ...newest, manifest: await readManifest(newest.folder, newest.name) }
  if (until === null) return found
  // An earlier backup of the same epoch that is long enough has the tables as they were nearer to it.
  for (const { folder, name } of names.toReversed().slice(1)) {
    if (folder !== newest.folder) continue
    const manifest = await readManifest(folder, name)
    if (Date.parse(manifest.takenAt) < until.getTime()) break
    found = { folder, manifest }
  }
  return found
}

async function epochFolders(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  const own = entries.filter(entry => entry.isDirectory() && entry.name.startsWith('epoch-'))
  return [folder, ...own.map(entry => join(folder, entry.name))]
}

/**
 * Reads every file of a backup, before anything is written.
 * @throws BackupFault that names the first file that is missing, truncated, damaged or out of order
 */
export async function verifyFiles({ folder, manifest }: Found): Promise<void> {
  let before: Manifest['segments'][number] | undefined
  for (const segment of manifest.segments) {
    const { file, from, to, chain } = segment
    const expected = (before?.to ?? 0) + 1
    if (from !== expected || to < from) {
      throw new BackupFault(
        `The segment ${file} is out of order: it begins at position ${from}, and ${expected} is next.`,
      )
    }
    if (linked(before, segment).chain !== chain || !file.includes(placeIn(from, to))) {
      throw new BackupFault(
        `The segment ${file} is out of order: it doesn’t follow the one before.`,
      )
    }
    const fault = await faultOf(folder, segment)
    if (fault !== null) throw new BackupFault(`The segment ${file} ${fault}.`)
    before = segment
  }
  if ((before?.to ?? 0) !== manifest.position) {
    throw new BackupFault(
      `The segments end at position ${before?.to ?? 0}, and the backup at ${manifest.position}.`,
    )
  }
  for (const { files } of Object.values(manifest.tables)) {
    for (const stored of files) {
      const fault = await faultOf(folder, stored)
      if (fault !== null) throw new BackupFault(`The file ${stored.file} ${fault}.`)
    }
  }
}

function placeIn(from: number, to: number): string {
  return `${[from, to].map(place => String(place).padStart(12, '0')).join('-')}.`
}
