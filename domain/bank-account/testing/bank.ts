import { accountStream } from '@/domain/bank-account/account-stream'
import { type Account, accountOf, bankAccount } from '@/domain/bank-account/bank-account'
import type { Command } from '@/domain/bank-account/commands'
import type { Ask } from '@/domain/bank-account/facts'
import { reversal } from '@/domain/bank-account/reversal'
import { transfer } from '@/domain/bank-account/transfer'
import type { AnyAggregate, Named } from '@/domain/event-sourcing/aggregate'
import { decideBatch } from '@/domain/event-sourcing/batch'
import {
  type AnyOperation,
  createRegistry,
  type StreamRef,
} from '@/domain/event-sourcing/operation'
import type { Answer, CommandEnvelope, Stream } from '@/domain/event-sourcing/ports'
import { factsOf, type Log, type Recorded } from './plain-facts'

/** What a command did: its answer, and the events that it recorded on all accounts. */
export type Sent = {
  readonly answer: Answer
  readonly events: readonly Recorded[]
}

export type Bank = ReturnType<typeof openBank>

/** Accounts, and streams of other aggregates, in memory: commands are decided as the bank decides them. */
export function openBank(
  others: readonly AnyAggregate[] = [],
  operations: Readonly<Record<string, AnyOperation>> = {},
) {
  const registry = createRegistry([bankAccount, ...others], {
    ...{ Transfer: transfer, ReverseEntry: reversal },
    ...operations,
  })
  const streams = new Map<string, Stream>()
  const logs = new Map<string, Recorded[]>()
  let ids = 0

  return {
    streams: streams as ReadonlyMap<string, Stream>,
    logOf: (accountId: string): Log => logs.get(accountId) ?? [],
    accountOf(accountId: string): Account | null {
      const stream = streams.get(accountId)
      return stream ? accountOf(stream) : null
    },
    newId: () => `id-${++ids}`,

    /** A stream in some state, whatever led there. */
    put({ type, id }: StreamRef, state: unknown, at: Date) {
      const times = { startedAt: at, createdAt: at, frontierAt: at }
      streams.set(id, { type, aggregateId: id, version: 1, state, ...times })
    },

    send(accountId: string, command: Command, now: Date): Sent {
      return this.sendTo(accountStream(accountId), command, now)
    },

    sendTo(stream: StreamRef, command: Named, now: Date): Sent {
      const envelope: CommandEnvelope = {
        commandId: this.newId(),
        stream,
        actor: { id: 'u', name: 'U', role: 'teller' },
        correlationId: null,
        command,
      }
      const operation = registry.operationOf(envelope.stream, command)
      const facts = operation.streamsOf(envelope.stream, command).map(ref => {
        const ask = operation.asks?.(command, ref) ?? null
        const log = logs.get(ref.id)
        // What an account's `asks` gave.
        return ask !== null && log ? factsOf(log, ask as Ask, now) : null
      })
      const loaded = { streams, facts: new Map([[envelope, facts]]), answers: new Map() }
      const ports = { now: () => now, newEventId: this.newId, registry }
      const { answers, units } = decideBatch([envelope], loaded, ports)
      const answer = answers.get(envelope)
      if (!answer) throw new Error('A command that is alone never waits')
      const appends = units.flatMap(unit => unit.streams)
      for (const { stream, events } of appends) {
        const id = stream.aggregateId
        streams.set(id, stream)
        logs.set(id, [...this.logOf(id), ...(events as readonly Recorded[])])
      }
      return { answer, events: appends.flatMap(one => one.events as readonly Recorded[]) }
    },
  }
}
