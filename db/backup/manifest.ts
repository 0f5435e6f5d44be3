import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { type Stored, storeText } from './files'

const stored = z.strictObject({
  file: z.string().regex(/^(segments|tables)\/[\w.-]+\.jsonl\.gz$/),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  bytes: z.number().int().nonnegative(),
  lines: z.number().int().nonnegative(),
})

const segment = stored.extend({
  from: z.number().int().positive(),
  to: z.number().int().positive(),
  /** The SHA-256 of the chain before, this range and this checksum; see FORMAT.md. */
  chain: z.string().regex(/^[0-9a-f]{64}$/),
})

/** What a backup consists of. */
const manifest = z.strictObject({
  format: z.literal('daybook-backup'),
  version: z.literal(1),
  epoch: z.string().min(1),
  takenAt: z.iso.datetime(),
  /** The last position of the log in this backup: everything committed at that moment is in it. */
  position: z.number().int().nonnegative(),
  /** The last migration of the database. */
  migration: z.string(),
  postgres: z.string(),
  /** The zone of the days in the reports. */
  dayZone: z.string(),
  /** The bank's own units that accounts have, with their places. */
  units: z.array(z.strictObject({ code: z.string(), places: z.number().int() })),
  checkpoints: z.record(z.string(), z.number().int()),
  segments: z.array(segment),
  tables: z.record(
    z.string(),
    z.strictObject({
      columns: z.array(z.string()),
      files: z.array(stored.extend({ day: z.string().optional() })),
    }),
  ),
})

export type Segment = z.infer<typeof segment>
export type Manifest = z.infer<typeof manifest>
export type TableFiles = Manifest['tables'][string]

/** A backup in a folder that can't be used; the message is for the person who wants to use it. */
export class BackupFault extends Error {
  override readonly name = 'BackupFault'
}

const NAME = /^backup-\d{8}T\d{9}Z\.json$/

function manifestName(takenAt: string): string {
  return `backup-${takenAt.replaceAll(/[-:.]/g, '')}.json`
}

/** Writes a manifest, with its own checksum: from here on the backup exists. */
export async function storeManifest(folder: string, written: Manifest): Promise<void> {
  const sha256 = sha256Of(JSON.stringify(written))
  const text = JSON.stringify({ ...written, sha256 }, null, 1)
  await storeText(join(folder, manifestName(written.takenAt)), `${text}\n`)
}

/** The names of the backups of an epoch, oldest first. */
export async function manifestNames(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => [])
  return names.filter(name => NAME.test(name)).sort()
}

/** @throws BackupFault when it is damaged, or of a newer format */
export async function readManifest(folder: string, name: string): Promise<Manifest> {
  const text = await readFile(join(folder, name), 'utf8')
  const parsed = parse(text)
  if (parsed === null) throw new BackupFault(`The backup ${name} is damaged: it is no JSON.`)
  const { sha256, ...body } = parsed
  if (sha256Of(JSON.stringify(body)) !== sha256) {
    throw new BackupFault(`The backup ${name} is damaged: its checksum is another.`)
  }
  if (body.version !== 1) {
    throw new BackupFault(
      `The backup ${name} has version ${String(body.version)} of the format, and this program reads 1. ` +
        'Restore it with the Daybook that made it, or a newer one.',
    )
  }
  const read = manifest.safeParse(body)
  if (read.success) return read.data
  throw new BackupFault(`The backup ${name} is no manifest of this format.`)
}

function parse(text: string): Record<string, unknown> | null {
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(text))
  } catch {
    return null
  }
}

/** A segment with its link of the chain, which holds all segments in their order. */
export function linked(before: Segment | undefined, range: Stored & Pick<Segment, 'from' | 'to'>) {
  const { from, to, sha256 } = range
  return { ...range, chain: sha256Of(`${before?.chain ?? ''} ${from} ${to} ${sha256}`) }
}

function sha256Of(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
