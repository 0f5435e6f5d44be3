import 'server-only'
import { accountNotFound, answerProblem, inputProblem } from '@/app/_server/http/problems'
import { recordDenial } from '@/app/_server/people/denials'
import { type Moved, mustProve } from '@/app/_server/people/proof'
import { mayDo, type Right } from '@/app/_server/people/rights'
import type { Viewer } from '@/app/_server/people/viewer'
import { bank } from '@/app/_server/process/bank'
import { executeInTime } from '@/app/_server/process/execute-in-time'
import { approvedAmounts, bankTimeZone } from '@/app/_server/process/settings'
import type { OrderBody, PaymentOrderJson } from '@/app/_wire/payment-orders'
import type { Problem } from '@/app/_wire/types'
import { isUuid } from '@/app/_wire/uuid'
import type { AccountRow } from '@/db/accounts/account-rows'
import { findAccounts } from '@/db/accounts/accounts'
import { orderIdFor } from '@/db/ids'
import { accountNumber } from '@/domain/money/account-number'
import { needsApproval } from '@/domain/money/large-amounts'
import { type Currency, parseAmount } from '@/domain/money/money'
import type { AskedRule, PaymentOrderCommand } from '@/domain/payment-order/commands'
import { paymentOrderStream } from '@/domain/payment-order/payment-order'
import { amountTextOf, ruleText } from '@/domain/payment-order/terms'
import { unreachable } from '@/domain/unreachable'
import { findOrder, orderJson, orderNotFound } from './orders'
import { payerFor } from './payer'

type Create = Extract<OrderBody, { accountId: string }>
type Terms = Extract<OrderBody, { schedule: object }>

/** A command on an order, of which payee, and by whom. */
export type AskedOrder = {
  readonly body: OrderBody
  /** The account that a new order pays, or why it names none; null for any other command. */
  readonly to: string | Problem | null
}

/** Executes a command on a payment order. */
export async function commandOrder(
  viewer: Viewer,
  { body, to }: AskedOrder,
  zone: string,
): Promise<{ readonly order: PaymentOrderJson } | Problem> {
  const admitted =
    'accountId' in body ? await admitNew(viewer, body, to) : await admitChange(viewer, body)
  if ('status' in admitted) {
    const { status } = admitted
    const isBarred = status === 403 || status === 404
    if (isBarred) recordDenial(viewer, { right: body.type, subject: subjectOf(body) })
    return admitted
  }
  const { orderId, command } = admitted
  const stream = paymentOrderStream(orderId)
  const answer = await executeInTime({
    commandId: body.commandId,
    stream,
    actor: { id: viewer.userId, name: viewer.name, role: viewer.role },
    correlationId: orderId,
    command,
  })
  if (answer.outcome !== 'accepted') {
    return answerProblem(stream.type, answer, inputsOf(body), zone)
  }
  const known = await findOrder(orderId)
  return known ? { order: orderJson(known) } : orderNotFound()
}

type Admitted = { readonly orderId: string; readonly command: PaymentOrderCommand }

async function admitNew(
  viewer: Viewer,
  body: Create,
  to: string | Problem | null,
): Promise<Admitted | Problem> {
  const { commandId, accountId, reference = null, schedule } = body
  const orderId = body.orderId ?? orderIdFor(commandId)
  if (!isUuid(orderId)) return inputProblem('Malformed', 'orderId', '“orderId” must be a UUID.')
  const payer = isUuid(accountId) ? await payerFor(viewer, accountId) : accountNotFound()
  if ('detail' in payer) return payer
  if (typeof to !== 'string') return to ?? accountNotFound()
  const [payee] = await findAccounts(bank().db, [to])
  const field = body.toNumber === undefined ? 'toAccountId' : 'toNumber'
  if (!payee) return inputProblem('AccountNotFound', field, 'No account of this bank has this ID.')
  if (payee.currency !== payer.currency) {
    const detail = `The other account is in ${payee.currency}; this one is in ${payer.currency}.`
    return inputProblem('Refused', field, detail)
  }
  const rule = ruleOf(body)
  if ('status' in rule) return rule
  const isDraft = body.type === 'DraftPaymentOrder'
  const unproven = isDraft ? null : mustProve(viewer, 'transfer', mostOf(rule, payer.currency))
  if (unproven) return unproven
  const needsTwo = isForTwo(rule, payer, payee)
  const asked = {
    accountId: payer.id,
    to: { accountId: payee.id, number: accountNumber(payee.id), owner: payee.owner },
    currency: payer.currency,
    timeZone: bankTimeZone(),
    by: { id: viewer.userId, name: viewer.name },
    ...{ rule, schedule, reference },
  }
  const { type } = body
  const command: PaymentOrderCommand =
    type === 'DraftPaymentOrder' ? { type, ...asked } : { type, ...asked, needsApproval: needsTwo }
  return { orderId, command }
}

/** The right that each command takes, on the account that pays. */
const RIGHT_FOR = {
  SubmitPaymentOrder: 'transfer',
  ChangePaymentOrder: 'transfer',
  PausePaymentOrder: 'transfer',
  ResumePaymentOrder: 'transfer',
  CancelPaymentOrder: 'transfer',
  ApprovePaymentOrder: 'approve',
  RejectPaymentOrder: 'approve',
} as const satisfies Record<Exclude<OrderBody, Create>['type'], Right>

async function admitChange(
  viewer: Viewer,
  body: Exclude<OrderBody, Create>,
): Promise<Admitted | Problem> {
  const { orderId } = body
  const known = await findOrder(orderId)
  const { accountId = '', to } = known?.order ?? {}
  const found = to ? await findAccounts(bank().db, [accountId, to.accountId]) : []
  const [payer, payee] = [accountId, to?.accountId].map(id => found.find(row => row.id === id))
  if (!known || !payer) return mayDo(viewer, RIGHT_FOR[body.type]) ?? orderNotFound()
  const barred = mayDo(viewer, RIGHT_FOR[body.type], payer)
  if (barred) return barred.status === 404 ? orderNotFound() : barred
  const by = { id: viewer.userId, name: viewer.name, kind: viewer.kind }
  const { order } = known
  const now = ruleText(order.rule, order.currency)
  switch (body.type) {
    case 'SubmitPaymentOrder': {
      const needsTwo = isForTwo(now, payer, payee)
      const command = { type: body.type, needsApproval: needsTwo } as const
      return mustProve(viewer, 'transfer', mostOf(now, order.currency)) ?? { orderId, command }
    }
    case 'ChangePaymentOrder': {
      const rule = ruleOf(body)
      if ('status' in rule) return rule
      const isDraft = order.status === 'draft'
      const unproven = isDraft ? null : mustProve(viewer, 'transfer', mostOf(rule, order.currency))
      if (unproven) return unproven
      const { type, schedule, reference = null } = body
      const needsTwo = isForTwo(rule, payer, payee)
      return { orderId, command: { type, rule, schedule, reference, needsApproval: needsTwo } }
    }
    case 'ApprovePaymentOrder': {
      const unproven = mustProve(viewer, 'approve', mostOf(now, order.currency))
      return unproven ?? { orderId, command: { type: body.type, by } }
    }
    case 'RejectPaymentOrder':
      return { orderId, command: { type: body.type, by, reason: body.reason } }
    case 'PausePaymentOrder':
    case 'ResumePaymentOrder':
    case 'CancelPaymentOrder':
      return { orderId, command: { type: body.type } }
    default:
      return unreachable(body)
  }
}

function ruleOf({ amount, rule }: Terms): AskedRule | Problem {
  if ((amount === undefined) === (rule === undefined)) {
    return inputProblem('Malformed', 'amount', 'Use either “amount” or “rule”.')
  }
  return rule ?? { kind: 'fixed', amount: amount ?? '' }
}

/**
 * Whether a second person must approve what an order may move: amounts from the limit on, and
 * whatever has no limit, if it goes to somebody else.
 */
function isForTwo(rule: AskedRule, payer: AccountRow, payee: AccountRow | undefined): boolean {
  const { currency, customerId } = payer
  const isSameOwner = customerId !== null && customerId === payee?.customerId
  const most = mostOf(rule, currency)
  if (isSameOwner || most === null) return false
  return most === 'unknown' || needsApproval(most.minor, currency, approvedAmounts())
}

/** The most that one payment moves; null when its amount is none, which the order refuses. */
function mostOf(rule: AskedRule, currency: Currency): Moved {
  if (rule.kind === 'sweep') return 'unknown'
  const parsed = parseAmount(amountTextOf(rule), currency)
  return parsed.ok ? { minor: parsed.minor, currency } : null
}

function subjectOf(body: OrderBody): string | null {
  const id = 'accountId' in body ? body.accountId : body.orderId
  return id !== undefined && isUuid(id) ? id : null
}

/** The inputs that a refusal calls otherwise than the command that was sent. */
function inputsOf(body: OrderBody): Readonly<Record<string, string>> {
  const inSchedule = ['first', 'every', 'until', 'count', 'holidays']
  const schedule = Object.fromEntries(inSchedule.map(name => [name, `schedule.${name}`]))
  const isByNumber = 'accountId' in body && body.toNumber !== undefined
  return { ...schedule, to: isByNumber ? 'toNumber' : 'toAccountId' }
}
