import 'server-only'
import { problem } from '@/app/_server/http/problems'
import type { Viewer } from '@/app/_server/people/viewer'
import { bank } from '@/app/_server/process/bank'
import { lookUpAccount, scopeOf } from '@/app/_server/streams/access'
import type {
  BatchLineJson,
  BatchProgressJson,
  PaymentBatchJson,
} from '@/app/_wire/payment-batches'
import type { Problem } from '@/app/_wire/types'
import { isUuid } from '@/app/_wire/uuid'
import { batchIds } from '@/db/ids'
import { countOrders, listBatches as queryBatches } from '@/db/payment-orders/payment-batches'
import type { Stream } from '@/domain/event-sourcing/ports'
import { stateOf } from '@/domain/event-sourcing/stream'
import { formatAmount } from '@/domain/money/money'
import { type Batch, type BatchStatus, paymentBatch } from '@/domain/payment-batch/payment-batch'

/** The most batches of a list. */
const LISTED_MAX = 50

export function batchNotFound(): Problem {
  return problem('NotFound', 'This batch does not exist.')
}

/** A batch as its stream has it. */
export type KnownBatch = { readonly stream: Stream; readonly batch: Batch }

/** A batch by its id, whoever asks; null when there is none. */
export async function findBatch(batchId: string): Promise<KnownBatch | null> {
  const id = batchId.toLowerCase()
  const [known = null] = isUuid(id) ? await findBatches([id]) : []
  return known
}

async function findBatches(ids: readonly string[]): Promise<KnownBatch[]> {
  const streams = ids.length > 0 ? await bank().store.present(ids) : new Map<string, Stream>()
  return ids.flatMap(id => {
    const stream = streams.get(id)
    const batch = stream && stateOf(paymentBatch, stream)
    return stream && batch && batch.status !== 'none' ? [{ stream, batch }] : []
  })
}

/** A batch that pays from an account which the viewer may read; null for any other. */
export async function getBatch(viewer: Viewer, batchId: string): Promise<PaymentBatchJson | null> {
  const known = await findBatch(batchId)
  const isReadable = known && (await lookUpAccount(viewer, known.batch.accountId))
  return known && isReadable ? batchJson(known) : null
}

/**
 * The newest batches that pay from accounts which the viewer may read, or from one of them; null
 * when it is none of theirs.
 */
export async function listBatches(
  viewer: Viewer,
  { accountId = null, status }: { accountId?: string | null; status?: BatchStatus } = {},
): Promise<BatchLineJson[] | null> {
  if (accountId !== null && !(await lookUpAccount(viewer, accountId))) return null
  const { customerId, ids } = scopeOf(viewer)
  const found = await queryBatches(bank().db, {
    customerId,
    accountIds: accountId === null ? ids : [accountId],
    status,
    limit: LISTED_MAX,
  })
  return Promise.all((await findBatches(found)).map(lineJson))
}

export async function batchJson(known: KnownBatch): Promise<PaymentBatchJson> {
  const { batch, stream } = known
  const ids = batchIds(stream.aggregateId)
  return {
    ...(await commonJson(known)),
    payments: batch.rows.map((row, n) => ({
      ...row,
      amount: formatAmount(row.amount, batch.currency),
      orderId: ids.order(n),
    })),
    refused: [...batch.refused],
  }
}

async function lineJson(known: KnownBatch): Promise<BatchLineJson> {
  const { rows, refused } = known.batch
  return { ...(await commonJson(known)), payments: rows.length, refused: refused.length }
}

async function commonJson(
  known: KnownBatch,
): Promise<Omit<PaymentBatchJson, 'payments' | 'refused'>> {
  const { batch, stream } = known
  const { status, accountId, currency, file, total, by, decidedBy, reason } = batch
  return {
    ...{ batchId: stream.aggregateId, version: stream.version, status, accountId, currency, file },
    total: formatAmount(total, currency),
    madeBy: by.name,
    madeById: by.id,
    decidedBy: decidedBy?.name ?? null,
    reason,
    madeAt: stream.startedAt?.toISOString() ?? '',
    changedAt: stream.createdAt?.toISOString() ?? '',
    progress: await progressOf(known),
  }
}

async function progressOf({ batch, stream }: KnownBatch): Promise<BatchProgressJson> {
  const { rows, made, unmade, outcome, status } = batch
  const ordered = made - unmade.length
  if (outcome) return { ordered, ...outcome, waiting: 0 }
  if (status !== 'running' || made === 0) {
    return { ordered: 0, paid: 0, failed: 0, waiting: rows.length }
  }
  const ids = batchIds(stream.aggregateId)
  const counted = await countOrders(
    bank().db,
    Array.from({ length: made }, (_, row) => ids.order(row)),
  )
  // The log knows of a payment before the list of orders does.
  const failed = Math.max(0, counted.ended - counted.paid) + unmade.length
  return { ordered, paid: counted.paid, failed, waiting: rows.length - counted.paid - failed }
}
