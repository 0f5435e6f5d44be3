import 'server-only'
import { addToSent } from '@/app/_server/approvals/day-sums'
import { accountNotFound, inputProblem } from '@/app/_server/http/problems'
import {
  confirmationRequired,
  type Moved,
  mustProve,
  provedUntil,
} from '@/app/_server/people/proof'
import { mayDo, type Right, reachesAll } from '@/app/_server/people/rights'
import type { Viewer } from '@/app/_server/people/viewer'
import { confirmedDaySums } from '@/app/_server/process/settings'
import type { CommandBody } from '@/app/_wire/commands'
import type { Problem } from '@/app/_wire/types'
import { isUuid } from '@/app/_wire/uuid'
import { accountIdFor } from '@/db/ids'
import { accountStream } from '@/domain/bank-account/account-stream'
import type { Command } from '@/domain/bank-account/commands'
import type { CommandEnvelope } from '@/domain/event-sourcing/ports'
import { needsConfirmation } from '@/domain/money/large-amounts'
import { parseAmount } from '@/domain/money/money'
import { unreachable } from '@/domain/unreachable'
import { customerOf, type Known, otherEntryOf, payeeOf } from './lookups'

type OnAccount = Exclude<CommandBody, { type: 'CreateAccount' }>
type Transfer = Extract<CommandBody, { type: 'Transfer' }>

/** The command in its envelope, or why this viewer can't send it. */
export function admit(
  viewer: Viewer,
  body: CommandBody,
  known: Known,
  correlationId: string | null,
): CommandEnvelope | Problem {
  const { commandId } = body
  const command =
    body.type === 'CreateAccount' ? opening(viewer, body, known) : onAccount(viewer, body, known)
  if ('status' in command) return command
  const accountId = body.type === 'CreateAccount' ? accountIdFor(commandId) : body.accountId
  const actor = { id: viewer.userId, name: viewer.name, role: viewer.role }
  return { commandId, stream: accountStream(accountId), actor, correlationId, command }
}

function opening(
  viewer: Viewer,
  body: Extract<CommandBody, { type: 'CreateAccount' }>,
  known: Known,
): Command | Problem {
  const { type, owner, currency, openingBalance = '0', reference = null, customerEmail } = body
  const isForOthers = reachesAll(viewer, 'openForOthers')
  const isAtZero = /^0*\.?0*$/.test(openingBalance)
  const barred =
    mayDo(viewer, 'openAccounts') ??
    (customerEmail?.trim() ? barredBy(viewer, 'openForOthers', 'customerEmail') : null) ??
    (isAtZero ? null : barredBy(viewer, 'openWithCash', 'openingBalance'))
  if (barred) return barred
  // An account opened by a customer is their own; one opened by a teller may have nobody yet.
  const customerId = isForOthers ? customerOf(known, customerEmail ?? null) : viewer.userId
  if (customerId === undefined) return unknownCustomer()
  return { type, owner, currency, openingBalance, reference, customerId }
}

function onAccount(viewer: Viewer, body: OnAccount, known: Known): Command | Problem {
  const { accountId } = body
  if (!isUuid(accountId) || (known.own && !known.own.has(accountId))) return accountNotFound()
  return barredFrom(viewer, body) ?? commandOf(body, known)
}

/** Why a viewer can't send a command on an account that is within their reach; null if they can. */
function barredFrom(viewer: Viewer, body: OnAccount): Problem | null {
  switch (body.type) {
    case 'Deposit':
    case 'Withdraw':
      return (
        (body.occurredAt === undefined ? null : barredBy(viewer, 'postLate', 'occurredAt')) ??
        (body.counter === undefined ? null : barredBy(viewer, 'postInterestAndFees', 'counter')) ??
        mayDo(viewer, 'moveCash')
      )
    default:
      return mayDo(viewer, RIGHT_FOR[body.type])
  }
}

/** Why a proof is asked for; or what to call when the command has its answer. */
export type Proved = { readonly problem: Problem | null; readonly done: () => void }

/**
 * Whether the sender of an admitted command must prove again who they are: for a large transfer, or
 * one that is large together with the others that they sent within a day without a proof.
 */
export async function unproven(viewer: Viewer, body: CommandBody, known: Known): Promise<Proved> {
  const as = (problem: Problem | null, done = () => {}): Proved => ({ problem, done })
  if (body.type === 'CreateAccount') return as(mustProve(viewer, 'openAccounts', null))
  const right =
    body.type === 'Deposit' || body.type === 'Withdraw' ? 'moveCash' : RIGHT_FOR[body.type]
  if (body.type !== 'Transfer') return as(mustProve(viewer, right, null))
  const moved = movedBy(body, known)
  const problem = mustProve(viewer, right, moved)
  // Whoever need not prove anything, whatever the amount, has it behind them.
  if (problem || moved === null || moved === 'unknown' || !mustProve(viewer, right)) {
    return as(problem)
  }
  const by = { actorId: viewer.userId, provedUntil: provedUntil(viewer) }
  const day = await addToSent({ ...by, commandId: body.commandId, ...moved })
  if (!needsConfirmation(day.minor, moved.currency, confirmedDaySums())) return as(null, day.done)
  day.done()
  return as(confirmationRequired())
}

/** What a transfer moves: an amount that can't be read moves nothing, and is refused. */
function movedBy({ accountId, amount }: Transfer, { currencies }: Known): Moved {
  const currency = currencies.get(accountId)
  if (currency === undefined) return 'unknown'
  const parsed = parseAmount(amount, currency)
  return parsed.ok ? { minor: parsed.minor, currency } : null
}

/** The right that each command takes; deposits and withdrawals ask for several. */
const RIGHT_FOR = {
  Transfer: 'transfer',
  SetOverdraftLimit: 'setLimits',
  SetLimits: 'setLimits',
  PlaceHold: 'manageHolds',
  CaptureHold: 'manageHolds',
  ReleaseHold: 'manageHolds',
  FreezeAccount: 'freeze',
  UnfreezeAccount: 'freeze',
  CloseAccount: 'closeAccounts',
  ReverseEntry: 'reverse',
  RenameAccount: 'changeHolders',
  SetReference: 'changeHolders',
  AssignCustomer: 'changeHolders',
  AssignSecondCustomer: 'changeHolders',
} as const satisfies Record<Exclude<OnAccount['type'], 'Deposit' | 'Withdraw'>, Right>

/** The same as `mayDo`, about one input. */
function barredBy(viewer: Viewer, right: Right, field: string): Problem | null {
  const barred = mayDo(viewer, right)
  return barred && { ...barred, field }
}

function commandOf(body: OnAccount, known: Known): Command | Problem {
  const { commandId, accountId: _, ...fields } = body
  switch (fields.type) {
    case 'Deposit':
    case 'Withdraw': {
      const { type, note = null } = fields
      return type === 'Deposit' ? { ...fields, type, note } : { ...fields, type, note }
    }
    case 'Transfer': {
      const to = payeeOf(fields, known)
      if (typeof to !== 'string') return to
      const { type, amount, reference = null } = fields
      return { type, transferId: commandId, toAccountId: to, amount, reference }
    }
    case 'PlaceHold':
      return { ...fields, holdId: commandId, note: fields.note ?? null }
    case 'CaptureHold':
      return { ...fields, amount: fields.amount ?? null }
    case 'ReverseEntry': {
      const { allowOverdrawing = false } = fields
      const other = otherEntryOf(body, known)
      // Both sides of a transfer are reversed, so both must be within the sender's reach.
      if (other && known.own && !known.own.has(other.accountId)) return accountNotFound()
      return { ...fields, allowOverdrawing, other }
    }
    case 'AssignCustomer': {
      const customerId = customerOf(known, fields.customerEmail)
      return customerId === undefined ? unknownCustomer() : { type: fields.type, customerId }
    }
    case 'AssignSecondCustomer': {
      const { type, rights = 'read' } = fields
      const customerId = customerOf(known, fields.customerEmail)
      if (customerId === undefined) return unknownCustomer()
      return { type, second: customerId === null ? null : { customerId, rights } }
    }
    case 'SetOverdraftLimit':
    case 'SetLimits':
    case 'ReleaseHold':
    case 'FreezeAccount':
    case 'UnfreezeAccount':
    case 'CloseAccount':
    case 'RenameAccount':
    case 'SetReference':
      return fields
    default:
      return unreachable(fields)
  }
}

function unknownCustomer(): Problem {
  const detail = 'No customer has this e-mail address.'
  return inputProblem('UnknownCustomer', 'customerEmail', detail)
}
