import 'server-only'
import { bank } from '@/app/_server/process/bank'
import { executeInTime } from '@/app/_server/process/execute-in-time'
import { approvedAmounts, approvedDaySums } from '@/app/_server/process/settings'
import { findAccounts } from '@/db/accounts/accounts'
import { moneyOf } from '@/db/codecs/registry'
import { approvalIdFor } from '@/db/ids'
import { approvalStream } from '@/domain/approval/approval'
import type { Asked, AskedCommand } from '@/domain/approval/events'
import type { Named } from '@/domain/event-sourcing/aggregate'
import type { Answer, CommandEnvelope } from '@/domain/event-sourcing/ports'
import { needsApproval } from '@/domain/money/large-amounts'
import { type Currency, formatAmount, parseAmount } from '@/domain/money/money'
import { addToDay } from './day-sums'
import { foresee } from './foresee'

/** A command was sent for approval instead of being carried out, or it was answered at once. */
export type Sent = { readonly approvalId: string } | { readonly answer: Answer }

/** What a second person must approve, and what to call when the command has its answer. */
export type Looked = { readonly asked: Asked | 'unknown' | null; readonly done: () => void }

/**
 * What a second person must approve: a reversal, or a movement with an effective date, from the
 * limit on, by itself or together with the others of that person on that account within a day. Null
 * for any other command. `unknown`: the entry or the account is not there, or the amount is none;
 * such a command must not be carried out, even if it could be a moment later.
 */
export async function askedIn({ stream, actor, command }: CommandEnvelope): Promise<Looked> {
  const done = () => {}
  if (!isOfTwo(command)) return { asked: null, done }
  const moved = await movedBy(command, stream.id)
  if (!moved) return { asked: 'unknown', done }
  const { minor, currency } = moved
  const by = { id: actor.id, name: actor.name }
  const amount = formatAmount(minor, currency)
  const asked = { accountId: stream.id, command, amount, currency, by }
  if (needsApproval(minor, currency, approvedAmounts())) return { asked, done }
  const day = await addToDay(stream.id, actor.id, minor)
  if (!needsApproval(day.minor, currency, approvedDaySums())) return { asked: null, done: day.done }
  day.done()
  return { asked, done }
}

function isOfTwo(command: Named): command is AskedCommand {
  const { type, occurredAt } = command
  if (type === 'ReverseEntry') return true
  return (type === 'Deposit' || type === 'Withdraw') && occurredAt !== undefined
}

async function movedBy(
  command: AskedCommand,
  accountId: string,
): Promise<{ readonly minor: bigint; readonly currency: Currency } | null> {
  const { db, store } = bank()
  if (command.type === 'ReverseEntry') {
    const [entry] = await store.getEventStream(accountId, command.version, command.version)
    const money = entry && moneyOf(entry.event)
    if (!money) return null
    const { change, currency } = money
    return { minor: change < 0n ? -change : change, currency }
  }
  const [account] = await findAccounts(db, [accountId])
  if (!account) return null
  const { currency } = account
  const parsed = parseAmount(command.amount.trim(), currency)
  return parsed.ok ? { minor: parsed.minor, currency } : null
}

/**
 * Sends a command for approval. What the account would refuse now is refused at once, and stands in
 * its audit trail as ever; nothing is carried out. The request's id follows from the command's, so
 * that a command which is sent again is the same request.
 */
export async function sendForApproval(
  envelope: CommandEnvelope,
  asked: Asked | 'unknown',
): Promise<Sent> {
  const approvalId = approvalIdFor(envelope.commandId)
  const [known] = await bank().store.readEvents(approvalId, { order: 'asc', limit: 1 })
  const answer = known ? null : await refusalOf(envelope)
  if (answer) return { answer }
  // It could be done by now, but how much it moves was not known.
  if (asked === 'unknown') return { answer: { outcome: 'unavailable', reason: 'busy' } }
  const requested = await executeInTime({
    ...envelope,
    stream: approvalStream(approvalId),
    command: { type: 'RequestApproval', asked },
  })
  return requested.outcome === 'accepted' ? { approvalId } : { answer: requested }
}

/** The answer that a command has already, or its refusal, which is recorded; null: it can be done. */
async function refusalOf(envelope: CommandEnvelope): Promise<Answer | null> {
  const { answer, isStored, units } = await foresee(envelope)
  if (answer.outcome === 'accepted' && !isStored) return null
  if (answer.outcome === 'refused' && !isStored) await bank().store.save(units)
  return answer
}
