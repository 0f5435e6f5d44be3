import { randomUUID } from 'node:crypto'
import { accountStream } from '@/domain/bank-account/account-stream'
import type { Command, CreateAccount } from '@/domain/bank-account/commands'
import type { Answer, CommandEnvelope } from '@/domain/event-sourcing/ports'
import { accountIdFor } from '../../ids'
import type { Dice } from './dice'
import type { Scene } from './messages'

const ACTOR = { id: 'soak', name: 'Soak', role: 'teller' }

/** The maximum number of transfers that a writer remembers. */
const TRANSFERS_MAX = 40

/** An accepted transfer: its entries on both accounts. */
type Made = { readonly at: Date; readonly sides: readonly [Entry, Entry] }
type Entry = { readonly accountId: string; readonly version: number }

/** The new commands of one writer. */
export function createDrawing(dice: Dice) {
  let accounts: string[] = []
  let circle: readonly string[] = []
  const made: Made[] = []

  /** Reverses a transfer that may be reversed already, half of them with an earlier date. */
  function reversal({ at, sides }: Made): CommandEnvelope {
    const [home, other] = dice.chance(50) ? sides : [sides[1], sides[0]]
    const occurredAt = new Date(dice.between(at.getTime(), Math.max(at.getTime(), Date.now() - 1)))
    return newEnvelope(home.accountId, {
      type: 'ReverseEntry',
      version: home.version,
      reason: 'Made by mistake',
      allowOverdrawing: dice.chance(30),
      other,
      ...(dice.chance(50) && { occurredAt: occurredAt.toISOString() }),
    })
  }

  return {
    enter(scene: Scene): void {
      accounts = [...scene.accounts]
      circle = scene.circle
    },
    /** A new command; its correlation id names the intention, however often it is sent. */
    draw(): CommandEnvelope {
      const past = made.length > 0 && dice.chance(12) ? dice.pick(made) : null
      if (past) return reversal(past)
      if (dice.chance(40)) return transferAmong(circle, dice)
      if (dice.chance(20)) return transferAmong(accounts, dice)
      if (dice.chance(5)) {
        const envelope = creationOf({
          currency: 'EUR',
          openingBalance: `${dice.between(0, 500)}.00`,
        })
        accounts.push(envelope.stream.id)
        return envelope
      }
      const type = dice.chance(60) ? 'Deposit' : 'Withdraw'
      const amount = `${dice.between(1, 90)}.${dice.between(10, 99)}`
      return newEnvelope(dice.pick(accounts), { type, amount, note: null })
    },
    /** Remembers an accepted transfer, to reverse it. */
    remember({ command }: CommandEnvelope, answer: Answer): void {
      if (command.type !== 'Transfer' || answer.outcome !== 'accepted') return
      const [home, other] = answer.changes
      const [event] = home.events
      if (!event || !other) return
      if (made.length === TRANSFERS_MAX) made.shift()
      made.push({ at: event.occurredAt, sides: [entryOf(home.stream), entryOf(other.stream)] })
    },
  }
}

function entryOf({ aggregateId, version }: { aggregateId: string; version: number }): Entry {
  return { accountId: aggregateId, version }
}

/** A creation, of an account whose id follows from the command. */
export function creationOf(
  given: Pick<CreateAccount, 'currency' | 'openingBalance'> & { readonly reference?: string },
): CommandEnvelope {
  const commandId = randomUUID()
  const none = { reference: null, customerId: null }
  const command: Command = { type: 'CreateAccount', owner: 'Soak', ...none, ...given }
  return envelopeOf(commandId, accountIdFor(commandId), command)
}

/** A transfer between two of them, which may be refused. */
export function transferAmong(accounts: readonly string[], dice: Dice): CommandEnvelope {
  const from = dice.pick(accounts)
  const toAccountId = dice.pick(accounts.filter(id => id !== from))
  const amount = `${dice.between(1, 400)}.${dice.between(10, 99)}`
  const transferId = randomUUID()
  return newEnvelope(from, { type: 'Transfer', transferId, toAccountId, amount, reference: null })
}

function newEnvelope(accountId: string, command: Command): CommandEnvelope {
  return envelopeOf(randomUUID(), accountId, command)
}

function envelopeOf(commandId: string, accountId: string, command: Command): CommandEnvelope {
  const stream = accountStream(accountId)
  return { commandId, stream, actor: ACTOR, correlationId: commandId, command }
}
