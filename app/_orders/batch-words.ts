import type { BatchProgressJson, BatchStatusJson } from '@/app/_wire/payment-batches'

const STATUS_WORDS: Readonly<Record<BatchStatusJson, string>> = {
  submitted: 'Waiting for approval',
  running: 'Being paid',
  rejected: 'Rejected',
  withdrawn: 'Withdrawn',
  completed: 'Completed',
}

export function batchStatusWord(status: BatchStatusJson): string {
  return STATUS_WORDS[status]
}

/** Such as `99 paid, 1 not paid, 0 to come`. */
export function progressWords({ paid, failed, waiting }: BatchProgressJson): string {
  const parts = [`${count(paid)} paid`]
  if (failed > 0) parts.push(`${count(failed)} not paid`)
  if (waiting > 0) parts.push(`${count(waiting)} to come`)
  return parts.join(', ')
}

/** Such as `1,000 payments`. */
export function paymentsWord(number: number): string {
  return `${count(number)} ${number === 1 ? 'payment' : 'payments'}`
}

/** Such as `2 rows refused`. */
export function refusedWord(number: number): string {
  return `${count(number)} ${number === 1 ? 'row' : 'rows'} refused`
}

function count(number: number): string {
  return number.toLocaleString('en')
}

/** The page of a batch. */
export function batchPath(batchId: string): string {
  return `/orders/batches/${batchId}`
}
