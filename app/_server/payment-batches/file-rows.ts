import 'server-only'
import { ROWS_MAX } from '@/domain/payment-batch/decisions'

/** A payment as a file has it, before anything about it is known to be right. */
export type FileRow = {
  /** Where the row begins in the file, from 1. */
  readonly line: number
  readonly number: string
  readonly amount: string
  /** Null when the file says none: that of the account. */
  readonly currency: string | null
  /** Null when the file says none: as soon as possible. */
  readonly date: string | null
  readonly reference: string | null
}

/** What a file has: its rows, and the rows that could not even be read; or why it is no such file. */
export type ReadFile =
  | {
      readonly ok: true
      readonly rows: readonly FileRow[]
      readonly unread: readonly { readonly line: number; readonly sentence: string }[]
      /** The number of the account that the file says it pays from. */
      readonly from: string | null
    }
  | { readonly ok: false; readonly sentence: string }

/** The largest file in bytes. */
export const FILE_BYTES_MAX = 5 * 1024 * 1024

/** A text of the file inside a sentence: short. */
export function quoted(text: string): string {
  return `“${text.length > 40 ? `${text.slice(0, 40)}…` : text}”`
}

export function noFile(sentence: string): ReadFile {
  return { ok: false, sentence }
}

/** A file with more rows than a batch can have. */
export function tooManyRows(): ReadFile {
  const most = ROWS_MAX.toLocaleString('en')
  return noFile(`The file has more than ${most} payments. Split it.`)
}
