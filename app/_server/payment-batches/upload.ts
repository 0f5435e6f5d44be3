import 'server-only'
import { hash } from 'node:crypto'
import { answerProblem, inputProblem } from '@/app/_server/http/problems'
import { payerFor } from '@/app/_server/payment-orders/payer'
import { recordDenial } from '@/app/_server/people/denials'
import { mustProve } from '@/app/_server/people/proof'
import type { Viewer } from '@/app/_server/people/viewer'
import { bank } from '@/app/_server/process/bank'
import { executeInTime } from '@/app/_server/process/execute-in-time'
import { approvedAmounts, bankTimeZone } from '@/app/_server/process/settings'
import type { BatchPreviewJson, PaymentBatchJson } from '@/app/_wire/payment-batches'
import type { Problem } from '@/app/_wire/types'
import type { AccountRow } from '@/db/accounts/account-rows'
import { findByNumber } from '@/db/accounts/accounts'
import { batchAgainIdFor, batchIdFor } from '@/db/ids'
import { dayIn } from '@/domain/bank-account/business-day'
import { accountNumber, readAccountNumber } from '@/domain/money/account-number'
import { needsApproval } from '@/domain/money/large-amounts'
import { formatAmount } from '@/domain/money/money'
import { paymentBatchStream } from '@/domain/payment-batch/payment-batch'
import { cleanText } from '@/domain/text/clean'
import { batchJson, findBatch } from './batches'
import { type CheckedRows, checkRows, numbersIn } from './check-rows'
import { FILE_BYTES_MAX, type ReadFile } from './file-rows'
import { readCsv } from './read-csv'
import { readPain } from './read-pain'

/** A file of payments, as it was sent. */
export type Upload = {
  readonly accountId: string
  readonly name: string
  readonly bytes: Uint8Array
}

type Examined = {
  readonly payer: AccountRow
  readonly format: 'csv' | 'pain.001'
  readonly digest: string
  readonly checked: CheckedRows
  readonly isForTwo: boolean
}

/** What a file would become, without recording anything. */
export async function previewBatch(
  viewer: Viewer,
  upload: Upload,
): Promise<BatchPreviewJson | Problem> {
  const examined = await examine(viewer, upload)
  if ('detail' in examined) return examined
  const { payer, format, digest, checked, isForTwo } = examined
  const before = await findBatch(batchIdFor(payer.id, digest))
  return {
    ...{ accountId: payer.id, currency: payer.currency, format, needsApproval: isForTwo },
    total: formatAmount(checked.total, payer.currency),
    payments: [...checked.rows],
    refused: [...checked.refused],
    before: before?.stream.aggregateId ?? null,
  }
}

/**
 * Makes a batch of a file. The same file for the same account is the same batch, unless it is to be
 * paid `again`.
 */
export async function createBatch(
  viewer: Viewer,
  upload: Upload,
  { commandId, again, zone }: { commandId: string; again: boolean; zone: string },
): Promise<{ readonly batch: PaymentBatchJson } | Problem> {
  const examined = await examine(viewer, upload)
  if ('detail' in examined) return examined
  const { payer, format, digest, checked, isForTwo } = examined
  const { id: accountId, currency } = payer
  const unproven = mustProve(viewer, 'transfer', { minor: checked.total, currency })
  if (unproven) return unproven
  const batchId = again ? batchAgainIdFor(commandId) : batchIdFor(accountId, digest)
  const stream = paymentBatchStream(batchId)
  const answer = await executeInTime({
    commandId,
    stream,
    actor: { id: viewer.userId, name: viewer.name, role: viewer.role },
    correlationId: batchId,
    command: {
      type: 'CreatePaymentBatch',
      ...{ accountId, currency, timeZone: bankTimeZone() },
      by: { id: viewer.userId, name: viewer.name },
      file: { name: nameOf(upload.name), format, digest },
      rows: checked.rows,
      refused: checked.refused,
      needsApproval: isForTwo,
    },
  })
  if (answer.outcome !== 'accepted') {
    const refused = answerProblem(stream.type, answer, {}, zone)
    const isKnown = refused.type.endsWith('PaymentBatchAlreadyExists')
    return isKnown ? { ...refused, detail: BEFORE, batchId } : refused
  }
  const known = await findBatch(batchId)
  if (!known) throw new Error(`The batch ${batchId} was made and is not there`)
  return { batch: await batchJson(known) }
}

const BEFORE =
  'This file was uploaded for this account before. To pay it once more, say so: “again=yes”.'

async function examine(viewer: Viewer, upload: Upload): Promise<Examined | Problem> {
  const payer = await payerFor(viewer, upload.accountId)
  if ('detail' in payer) {
    recordDenial(viewer, { right: 'transfer', subject: upload.accountId })
    return payer
  }
  if (upload.bytes.byteLength > FILE_BYTES_MAX) {
    return inputProblem('TooLarge', 'file', 'A file can have at most 5 MB. Split it.')
  }
  const text = textOf(upload.bytes)
  if (text === null) {
    return inputProblem('Malformed', 'file', 'The file is not text in UTF-8. Save it as UTF-8.')
  }
  const format = text.trimStart().startsWith('<') ? 'pain.001' : 'csv'
  const read = format === 'csv' ? readCsv(text) : readPain(text)
  if (!read.ok) return inputProblem('Malformed', 'file', read.sentence)
  const other = otherPayer(read, payer)
  if (other) return inputProblem('Malformed', 'file', other)
  const checked = await check(payer, read)
  if (checked.rows.length === 0) {
    const [first] = checked.refused
    const why = first ? ` Line ${first.line}: ${first.sentence}` : ''
    return inputProblem('Refused', 'file', `No row of this file can be paid.${why}`)
  }
  const isForTwo = needsApproval(checked.total, payer.currency, approvedAmounts())
  const digest = hash('sha256', upload.bytes, 'hex')
  return { payer, format, digest, checked, isForTwo }
}

function textOf(bytes: Uint8Array): string | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return text.includes('\0') ? null : text
  } catch {
    return null
  }
}

/** What is wrong with the payer that the file names; null for nothing. */
function otherPayer({ from }: Extract<ReadFile, { ok: true }>, payer: AccountRow): string | null {
  if (from === null || readAccountNumber(from) === accountNumber(payer.id)) return null
  return `The file pays from another account than ${accountNumber(payer.id)}. Choose that account.`
}

async function check(
  payer: AccountRow,
  { rows, unread }: Extract<ReadFile, { ok: true }>,
): Promise<CheckedRows> {
  const payees = new Map<string, AccountRow[]>()
  for (const account of await findByNumber(bank().db, numbersIn(rows))) {
    payees.set(account.number, [...(payees.get(account.number) ?? []), account])
  }
  const today = dayIn(bankTimeZone(), new Date())
  const checked = checkRows(rows, { payer, payees, today })
  const refused = [...checked.refused, ...unread].toSorted((a, b) => a.line - b.line)
  return { ...checked, refused }
}

/** The name of the file for people: its last part, at most 100 characters. */
function nameOf(name: string): string {
  const last = cleanText('name', name.split(/[/\\]/).at(-1) ?? '')
  return [...last].slice(0, 100).join('') || 'Payments'
}

/** The id of the account that a number names; null for none, or several. */
export async function accountIdOf(number: string): Promise<string | null> {
  const read = readAccountNumber(number)
  const [account, ...others] = read === null ? [] : await findByNumber(bank().db, [read])
  return account && others.length === 0 ? account.id : null
}
