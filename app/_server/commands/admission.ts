import 'server-only'
import { accountNotFound, inputProblem, problem } from '@/app/_server/http/problems'
import type { Viewer } from '@/app/_server/people/viewer'
import { isSelfService } from '@/app/_server/process/settings'
import type { CommandBody } from '@/app/_wire/commands'
import type { Problem } from '@/app/_wire/types'
import { isUuid } from '@/app/_wire/uuid'
import { accountIdFor } from '@/db/ids'
import { accountStream } from '@/domain/bank-account/account-stream'
import type { Command } from '@/domain/bank-account/commands'
import type { CommandEnvelope } from '@/domain/event-sourcing/ports'
import { unreachable } from '@/domain/unreachable'
import { customerOf, type Known, otherEntryOf, payeeOf } from './lookups'

type OnAccount = Exclude<CommandBody, { type: 'CreateAccount' }>

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
  const isCustomer = viewer.role === 'customer'
  if (isCustomer && customerEmail?.trim()) {
    return notAllowed('Only a teller can open an account for someone else.', 'customerEmail')
  }
  if (isCustomer && !isSelfService() && !/^0*\.?0*$/.test(openingBalance)) {
    return notAllowed('Only a teller can pay in cash. Open the account at zero.', 'openingBalance')
  }
  // An account opened by a customer is their own; one opened by a teller may have nobody yet.
  const customerId = isCustomer ? viewer.userId : customerOf(known, customerEmail ?? null)
  if (customerId === undefined) return unknownCustomer()
  return { type, owner, currency, openingBalance, reference, customerId }
}

function onAccount(viewer: Viewer, body: OnAccount, known: Known): Command | Problem {
  const { accountId } = body
  if (!isUuid(accountId) || (known.own && !known.own.has(accountId))) return accountNotFound()
  return (viewer.role === 'customer' && staffOnly(body)) || commandOf(body, known)
}

/** Why a customer can't send a command on an account that they operate; null if they can. */
function staffOnly(body: OnAccount): Problem | null {
  if (body.type === 'Transfer') return null
  if (body.type !== 'Deposit' && body.type !== 'Withdraw') {
    return notAllowed('Only the bank’s staff can do this.')
  }
  if (body.occurredAt !== undefined) {
    return notAllowed('Only tellers can post with an earlier effective date.', 'occurredAt')
  }
  if (body.counter !== undefined) {
    return notAllowed('Only tellers can post interest and fees.', 'counter')
  }
  return isSelfService() ? null : notAllowed('Only a teller can take and pay out cash.')
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
      return { ...fields, allowOverdrawing, other: otherEntryOf(body, known) }
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

function notAllowed(detail: string, field?: string): Problem {
  return field === undefined
    ? problem('NotAllowed', detail)
    : inputProblem('NotAllowed', field, detail)
}

function unknownCustomer(): Problem {
  const detail = 'No customer has this e-mail address.'
  return inputProblem('UnknownCustomer', 'customerEmail', detail)
}
