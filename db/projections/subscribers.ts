import type { Subscriber } from '../feed/subscription'
import { approvals } from './approvals'
import { caseFiles } from './case-files'
import { dailyFlows } from './daily-flows'
import { insights } from './insights'
import { ledger } from './ledger'
import { paymentBatches } from './payment-batches'
import { paymentOrders } from './payment-orders'
import { payments } from './payments'
import { people } from './people'

/** All subscribers of the feed. */
export const SUBSCRIBERS: readonly Subscriber[] = [
  dailyFlows,
  insights,
  ledger,
  people,
  approvals,
  paymentOrders,
  paymentBatches,
  caseFiles,
  payments,
]
