import { troubleOf } from '../trouble/failures'

/** Errors of the file system that its owner can do something about. */
const FILES: Readonly<Record<string, string>> = {
  ENOSPC: 'There is no space left for the files.',
  EACCES: 'The folder may not be written or read by this user.',
  EPERM: 'The folder may not be written or read by this user.',
  EROFS: 'The folder is read-only.',
  ENOTDIR: 'The path is no folder.',
}

/** Trouble with the database or the file system, as a sentence; null for our own bugs. */
export function troubleSentence(error: unknown): string | null {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (FILES[code] !== undefined) return FILES[code]
  return troubleOf(error) === null ? null : 'The database can’t be used at the moment.'
}

export function inBytes(bytes: number): string {
  if (bytes < 1024) return `${bytes} bytes`
  const [value, unit] = bytes < 1024 ** 2 ? [bytes / 1024, 'KiB'] : [bytes / 1024 ** 2, 'MiB']
  return `${value.toFixed(1)} ${unit}`
}
