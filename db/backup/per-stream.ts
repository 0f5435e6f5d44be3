import { getTableName } from 'drizzle-orm'
import type { PgTable } from 'drizzle-orm/pg-core'
import type { Stream } from '@/domain/event-sourcing/ports'
import { accountRow, storedRow } from '../accounts/account-rows'
import type { Transaction } from '../connection'
import type { Subscriber } from '../feed/subscription'
import { paymentBatches as batchesTable, paymentOrders as ordersTable } from '../payments-schema'
import { APPROVAL_ROWS, approvals } from '../projections/approvals'
import { CASE_FILE_ROWS, caseFiles } from '../projections/case-files'
import { PAYMENT_BATCH_ROWS, paymentBatches } from '../projections/payment-batches'
import { PAYMENT_ORDER_ROWS, paymentOrders } from '../projections/payment-orders'
import { newRows } from '../query'
import { approvals as approvalsTable, caseFiles as filesTable } from '../read-model-schema'
import { accounts } from '../schema'

function perStream<T extends PgTable>(
  table: T,
  rowOf: (stream: Stream) => T['$inferInsert'] | null,
  subscriber: Subscriber | null,
) {
  const name: string = getTableName(table)
  const insert = async (tx: Transaction, streams: readonly Stream[]) => {
    const rows = streams.flatMap(stream => rowOf(stream) ?? [])
    if (rows.length > 0) await tx`insert into ${tx(name)} ${newRows(tx, table, rows)}`
  }
  return { name, insert, subscriber }
}

function storedAccount(stream: Stream) {
  const row = accountRow(stream)
  return row && storedRow(row)
}

/** The tables with a row for each stream of a type, and the subscribers that keep them up to date. */
export const PER_STREAM = [
  perStream(accounts, storedAccount, null),
  perStream(approvalsTable, APPROVAL_ROWS.rowOf, approvals),
  perStream(ordersTable, PAYMENT_ORDER_ROWS.rowOf, paymentOrders),
  perStream(batchesTable, PAYMENT_BATCH_ROWS.rowOf, paymentBatches),
  perStream(filesTable, CASE_FILE_ROWS.rowOf, caseFiles),
]
