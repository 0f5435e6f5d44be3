import { PAID } from '@/domain/payment-order/outcome'
import { PAYMENT_ORDER_TYPE } from '@/domain/payment-order/payment-order'
import type { Transaction } from '../connection'
import { compareWithLog, span } from './check-insights'
import type { Report } from './differences'
import { PAYMENTS_TABLES, payments } from './payments'

/** Compares what came of payments with the log. */
export async function checkPayments(tx: Transaction, report: Report): Promise<void> {
  const tables = { payment_outcomes: OUTCOMES }
  await compareWithLog(
    tx,
    payments.name,
    tables,
    (_, ...said) => report('payments', ...said),
    ATTEMPTED,
  )
}

/** The events that end an attempt name the command that made it; amounts have all their places. */
const ATTEMPTED = `
  select aggregate_id, event_version, occurred_at, event_data ->> 'currency' as currency,
    coalesce(event_data #>> '{refusal,type}', '${PAID}') as outcome,
    replace(event_data ->> 'amount', '.', '')::numeric as amount
  from log
  where aggregate_type = '${PAYMENT_ORDER_TYPE}' and event_data ? 'commandId'`

const OUTCOMES = {
  key: PAYMENTS_TABLES.payment_outcomes,
  columns: 'currency, hour, outcome, payments, amount',
  expected: `
    select currency, ${span('occurred_at', 3_600_000)} as hour, outcome, count(*)::int as payments,
      sum(amount) as amount
    from handled group by 1, 2, 3`,
}
