import { v7 } from 'uuid'
import { orderIdFor } from '@/db/ids'
import type { CommandEnvelope } from '@/domain/event-sourcing/ports'
import { accountNumber } from '@/domain/money/account-number'
import type { AskedRule, AskedSchedule } from '@/domain/payment-order/commands'
import { paymentOrderStream } from '@/domain/payment-order/payment-order'

const ACTOR = { id: 'Zk3hQmV7dT1xYp9LwRs0BnCgJf5UaEi8', name: 'Petra Pokladní', role: 'teller' }

/** What an order of a drill says; it is paid once today unless it has another schedule. */
export type Wanted = {
  readonly from: string
  readonly to: string
  readonly rule?: AskedRule
  readonly schedule?: Partial<AskedSchedule>
}

/** The command that makes an order in euros, between accounts by their ids. */
export function newOrder({ from, to, rule, schedule }: Wanted): CommandEnvelope {
  const commandId = v7()
  const orderId = orderIdFor(commandId)
  return {
    commandId,
    stream: paymentOrderStream(orderId),
    actor: ACTOR,
    correlationId: orderId,
    command: {
      type: 'CreatePaymentOrder',
      accountId: from,
      to: { accountId: to, number: accountNumber(to), owner: 'Jana Nováková' },
      currency: 'EUR',
      timeZone: 'UTC',
      by: { id: ACTOR.id, name: ACTOR.name },
      rule: rule ?? { kind: 'fixed', amount: '0.01' },
      schedule: { first: today(), every: 'once', ...schedule },
      reference: 'Drill',
      needsApproval: false,
    },
  }
}

/** The date in UTC by the clock of this process. */
export function today(): string {
  return new Date().toISOString().slice(0, 10)
}
