'use server'

import { gunzipSync, gzipSync } from 'node:zlib'
import { RedirectType, redirect } from 'next/navigation'
import { afterRefusal } from '@/app/_commands/after-refusal'
import { textOf } from '@/app/_commands/form-text'
import { senderOf } from '@/app/_commands/submit-command'
import { batchPath } from '@/app/_orders/batch-words'
import { takeForm } from '@/app/_server/http/form-answers'
import { FILE_BYTES_MAX } from '@/app/_server/payment-batches/file-rows'
import { accountIdOf, createBatch, previewBatch } from '@/app/_server/payment-batches/upload'
import { readerZone } from '@/app/_time/reader'
import type { BatchPreviewJson } from '@/app/_wire/payment-batches'

type Field = 'payer' | 'file' | 'proof' | null

/** The state of the form: nothing yet, or what a file would become, with the file itself. */
export type UploadState = {
  commandId: string
  payer: string
  /** The name of the file, and its bytes, gzip in Base64: a form can’t give a file back. */
  name: string
  content: string
  preview: BatchPreviewJson | null
  refusal: { sentence: string; field: Field; kind?: string } | null
}

/** Shows what a file would become; the second time, makes it a batch and shows that. */
export async function uploadBatch(previous: UploadState, sent: FormData): Promise<UploadState> {
  const form = takeForm(sent)
  const [commandId, payer] = [textOf(form, 'commandId'), textOf(form, 'payer')]
  const file = form.get('file')
  const isChosen = file instanceof File && file.size > 0
  const name = isChosen ? file.name : textOf(form, 'name')
  const bytes = isChosen
    ? new Uint8Array(await file.arrayBuffer())
    : unpacked(textOf(form, 'content'))
  const base = { commandId, payer, name, content: '', preview: null }
  const stop = (sentence: string, field: Field): UploadState => {
    return { ...base, refusal: { sentence, field } }
  }
  const viewer = await senderOf(form)
  if ('sentence' in viewer) return { ...previous, ...base, refusal: viewer }
  if (!bytes) return stop('Choose a file.', 'file')
  const accountId = await accountIdOf(payer)
  if (accountId === null) return stop('No account of this bank has this number.', 'payer')
  const upload = { accountId, name, bytes }
  const shown = await previewBatch(viewer, upload)
  if ('status' in shown) return stop(shown.detail, shown.field === 'file' ? 'file' : 'payer')
  const known = { ...base, content: packed(bytes), preview: shown }
  if (textOf(form, 'step') !== 'pay') return { ...known, refusal: null }
  const options = { commandId, again: textOf(form, 'again') === 'yes', zone: await readerZone() }
  const made = await createBatch(viewer, upload, options)
  if ('status' in made) return { ...known, ...afterRefusal<never>(commandId, made, null) }
  redirect(batchPath(made.batch.batchId), RedirectType.replace)
}

function packed(bytes: Uint8Array): string {
  return gzipSync(bytes).toString('base64')
}

/** The bytes of a file that a form had before; null when it has none. */
function unpacked(content: string): Uint8Array | null {
  if (content === '') return null
  try {
    return gunzipSync(Buffer.from(content, 'base64'), { maxOutputLength: FILE_BYTES_MAX })
  } catch {
    return null // it was changed on the way
  }
}
