import 'server-only'
import { v5 } from 'uuid'
import { bank } from '@/app/_server/process/bank'
import { DAY_MS } from '@/app/_time/period'
import { accountIdFor } from '@/db/ids'
import type { DEMO_PEOPLE } from '@/db/people/demo-people'
import type { Command } from '@/domain/bank-account/commands'
import {
  DEMO_ACCOUNTS,
  DEMO_HOLD,
  DEMO_OVERDRAFT,
  DEMO_REVERSAL,
  DEMO_TRANSFERS,
  type DemoAccount,
} from './demo-accounts'

type Person = (typeof DEMO_PEOPLE)[number]['id']

/** One command of the seed. */
export type Step = {
  readonly account: string
  /** Unique for the account; the id of the command is derived from it. */
  readonly step: number
  readonly by: Person
  readonly at: number
  /** What the command is, once those before it are carried out. */
  readonly command: () => Command | Promise<Command>
}

/** The namespace (RFC 9562, version 5) of the demo bank's command ids. */
const COMMANDS = 'c2d3a6b4-5f0e-4b1c-8a57-0f6b7a9e4d21'

export const TELLER: Person = 'demo-teller'

const FIRST_TRANSFER = 800
const HOLD = 850
const OVERDRAFT = 851
const FEE = 852
const REVERSAL = 853

/** Everything that happened before today, in the order in which it did. */
export function stepsUntil(now: number): Step[] {
  const steps = [...DEMO_ACCOUNTS.flatMap(account => historyOf(account, now)), ...extras(now)]
  return steps.sort((a, b) => a.at - b.at)
}

/** An account's opening and its movements, each on its own day. */
function historyOf(account: DemoAccount, now: number): Step[] {
  const { name, customer, owner, currency, openingBalance, openedDaysAgo } = account
  const creation = {
    type: 'CreateAccount',
    owner,
    currency,
    openingBalance,
    reference: null,
    customerId: customer,
  } as const
  const opened = stepOf(name, 0, TELLER, daysBefore(now, openedDaysAgo, 0), creation)
  const moved = account.movements.map(([daysAgo, sign, amount, note, counter], index) => {
    const type = sign === '+' ? 'Deposit' : 'Withdraw'
    const by = sign === '+' ? TELLER : customer
    const at = daysBefore(now, daysAgo, index + 1)
    return stepOf(name, index + 1, by, at, { type, amount, note, ...(counter && { counter }) })
  })
  return [opened, ...moved]
}

function extras(now: number): Step[] {
  const transfers = DEMO_TRANSFERS.map(([daysAgo, from, to, amount, reference], index) => {
    const step = FIRST_TRANSFER + index
    return stepOf(from.name, step, from.customer, daysBefore(now, daysAgo, step), {
      type: 'Transfer',
      transferId: commandIdOf(from.name, step),
      toAccountId: accountIdOf(to.name),
      amount,
      reference,
    })
  })
  const { account, amount, note, reason } = DEMO_REVERSAL
  const overdraft = { type: 'SetOverdraftLimit', limit: DEMO_OVERDRAFT.limit } as const
  const fee = { type: 'Withdraw', amount, note, counter: 'fees' } as const
  const at = (daysAgo: number, step: number) => daysBefore(now, daysAgo, step)
  return [
    ...transfers,
    placing(now),
    stepOf(
      DEMO_OVERDRAFT.account,
      OVERDRAFT,
      TELLER,
      at(DEMO_OVERDRAFT.setDaysAgo, OVERDRAFT),
      overdraft,
    ),
    stepOf(account, FEE, TELLER, at(DEMO_REVERSAL.chargedDaysAgo, FEE), fee),
    {
      account,
      step: REVERSAL,
      by: TELLER,
      at: at(DEMO_REVERSAL.reversedDaysAgo, REVERSAL),
      command: async () => ({
        type: 'ReverseEntry',
        version: await versionOf(account, FEE),
        reason,
        allowOverdrawing: false,
        other: null,
      }),
    },
  ]
}

function placing(now: number): Step {
  const { account, placedDaysAgo, expiresInDays, amount, note } = DEMO_HOLD
  return stepOf(account, HOLD, TELLER, daysBefore(now, placedDaysAgo, HOLD), {
    type: 'PlaceHold',
    holdId: commandIdOf(account, HOLD),
    amount,
    expiresAt: new Date(daysBefore(now, -expiresInDays, HOLD)).toISOString(),
    note,
  })
}

function stepOf(account: string, step: number, by: Person, at: number, command: Command): Step {
  return { account, step, by, at, command: () => command }
}

async function versionOf(account: string, step: number): Promise<number> {
  const id = accountIdOf(account)
  const [event] = await bank().store.findEventsOfCommand(id, commandIdOf(account, step))
  if (!event) throw new Error(`Step ${step} of ${account} is not carried out`)
  return event.version
}

export function commandIdOf(account: string, step: number): string {
  return v5(`${account} ${step}`, COMMANDS)
}

export function accountIdOf(account: string): string {
  return accountIdFor(commandIdOf(account, 0))
}

/** A moment during opening hours, `days` days ago. */
export function daysBefore(now: number, days: number, step: number): number {
  const midnight = Math.floor(now / DAY_MS) * DAY_MS
  return midnight - days * DAY_MS + (8 * 60 + ((step * 137) % 540)) * 60_000 + step * 1_234
}
