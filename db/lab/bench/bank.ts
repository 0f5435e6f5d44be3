import { v7 } from 'uuid'
import { accountStream } from '@/domain/bank-account/account-stream'
import type { Transfer } from '@/domain/bank-account/commands'
import { createExecutor, type ExecutorLimits } from '@/domain/event-sourcing/command-executor'
import { handleCommands } from '@/domain/event-sourcing/command-handler'
import { lanesIn } from '@/domain/event-sourcing/operation'
import type { Answer, CommandEnvelope } from '@/domain/event-sourcing/ports'
import { systemClock } from '../../append/system-clock'
import { createEventStore } from '../../event-store'
import { accountIdFor } from '../../ids'

/** The limits of the web process. */
export const LIMITS: ExecutorLimits = {
  queueMax: 20_000,
  batchMax: 1_000,
  batchesMax: 2,
  deadlineMs: 10_000,
}

/** Ids as long as those of real people. */
const ACTOR = { id: 'Zk3hQmV7dT1xYp9LwRs0BnCgJf5UaEi8', name: 'Petra Pokladní', role: 'teller' }

/** The whole command handler of one process, as in the web server. */
export function openBank(url: string, limits: Partial<ExecutorLimits> = {}) {
  const store = createEventStore(url)
  const failures: unknown[] = []
  const executor = createExecutor(
    (commands, attemptOf) => handleCommands(commands, store, attemptOf),
    lanesIn(store.registry),
    { ...LIMITS, ...limits },
    systemClock,
    error => failures.push(error),
  )
  return {
    store,
    execute: executor.execute,
    /** Fails unless the deposit is accepted. */
    async deposit(accountId: string): Promise<void> {
      const answer = await executor.execute(depositTo(accountId))
      if (answer.outcome !== 'accepted') throw new Error(`A deposit was ${outcomeOf(answer)}`)
    },
    /** Fails unless the transfer is accepted. */
    async transfer(fromId: string, toId: string): Promise<void> {
      const answer = await executor.execute(transferBetween(fromId, toId))
      if (answer.outcome !== 'accepted') throw new Error(`A transfer was ${outcomeOf(answer)}`)
    },
    /** Opens accounts and returns their ids. */
    async openAccounts(count: number, openingBalance = '100.00'): Promise<string[]> {
      const commands = Array.from({ length: count }, () => creation(openingBalance))
      const answers = await Promise.all(commands.map(executor.execute))
      const refused = answers.find(({ outcome }) => outcome !== 'accepted')
      if (refused) throw new Error(`An account was ${outcomeOf(refused)}`)
      return commands.map(({ stream }) => stream.id)
    },
    async close(): Promise<void> {
      await executor.idle()
      await store.close()
      if (failures.length > 0) throw failures[0]
    },
  }
}

/** A deposit of one euro, under its own command id. */
export function depositTo(accountId: string): CommandEnvelope {
  const commandId = v7()
  const command = { type: 'Deposit', amount: '1.00', note: null } as const
  const stream = accountStream(accountId)
  return { commandId, stream, actor: ACTOR, correlationId: null, command }
}

/** A transfer of one cent, under its own command id. */
export function transferBetween(fromId: string, toId: string): CommandEnvelope<Transfer> {
  const commandId = v7()
  const sent = { transferId: commandId, toAccountId: toId, amount: '0.01', reference: null }
  const command = { type: 'Transfer', ...sent } as const
  const stream = accountStream(fromId)
  return { commandId, stream, actor: ACTOR, correlationId: null, command }
}

function creation(openingBalance: string): CommandEnvelope {
  const commandId = v7()
  return {
    commandId,
    stream: accountStream(accountIdFor(commandId)),
    actor: ACTOR,
    correlationId: null,
    command: {
      type: 'CreateAccount',
      owner: 'Jana Nováková',
      currency: 'EUR',
      openingBalance,
      reference: null,
      customerId: null,
    },
  }
}

function outcomeOf(answer: Answer): string {
  return answer.outcome === 'unavailable' ? answer.reason : answer.outcome
}
