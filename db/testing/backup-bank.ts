import { randomUUID } from 'node:crypto'
import type { Command } from '@/domain/bank-account/commands'
import { handleUntilAnswered } from '@/domain/event-sourcing/command-handler'
import type { Answer, CommandEnvelope } from '@/domain/event-sourcing/ports'
import { openSql, type Sql } from '../connection'
import { createEventStore } from '../event-store'
import { sequence } from '../feed/sequencer'
import { advanceSubscription } from '../feed/subscription'
import { accountIdFor } from '../ids'
import { SUBSCRIBERS } from '../projections/subscribers'
import { freshDatabase } from './database'
import { commandOn } from './streams'

export type BackupBank = Awaited<ReturnType<typeof openBackupBank>>

/** A bank with two accounts, to be backed up. */
export async function openBackupBank() {
  const { url, drop } = await freshDatabase()
  const [store, sql] = [createEventStore(url), openSql(url)]
  const send = (command: CommandEnvelope) => sendTo(store, command)
  const open = async (opening: string) => {
    const commandId = randomUUID()
    const id = accountIdFor(commandId)
    const names = {
      owner: 'Eva "E" Nov\\ak\u00a0\u2028',
      currency: 'EUR',
      reference: null,
      customerId: null,
    }
    await send(
      commandOn(id, { type: 'CreateAccount', ...names, openingBalance: opening }, commandId),
    )
    return id
  }
  return {
    ...{ url, store, sql, send },
    accounts: [await open('100'), await open('0')] as const,
    follow: () => followFeed(sql),
    async close() {
      await Promise.all([store.close(), sql.end()])
      await drop()
    },
  }
}

export async function sendTo(
  store: ReturnType<typeof createEventStore>,
  command: CommandEnvelope,
): Promise<Answer> {
  const [answer] = await handleUntilAnswered([command], store)
  return answer ?? { outcome: 'unavailable', reason: 'busy' }
}

export function transferOf(from: string, to: string, amount: string): CommandEnvelope<Command> {
  const sent = { transferId: randomUUID(), toAccountId: to, amount, reference: null }
  return commandOn(from, { type: 'Transfer', ...sent })
}

/** Lets the feed handle everything. */
export async function followFeed(sql: Sql): Promise<void> {
  while (await sequence(sql));
  for (const subscriber of SUBSCRIBERS) while (await advanceSubscription(sql, subscriber));
}
