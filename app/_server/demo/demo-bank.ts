import 'server-only'
import { hashPassword } from 'better-auth/crypto'
import { v5 } from 'uuid'
import { bank } from '@/app/_server/process/bank'
import { DAY_MS } from '@/app/_time/period'
import { accountIdFor } from '@/db/ids'
import { insertUsers } from '@/db/people/users'
import { bankAccount } from '@/domain/bank-account/bank-account'
import type { Command } from '@/domain/bank-account/decisions'
import { handleUntilAnswered } from '@/domain/event-sourcing/command-handler'
import type { Actor, CommandEnvelope } from '@/domain/event-sourcing/ports'
import { DEMO_ACCOUNTS, type DemoAccount, LATE_POSTINGS } from './demo-accounts'
import { DEMO_PASSWORD, DEMO_PEOPLE } from './demo-people'

/** The namespace (RFC 9562, version 5) of the demo bank's command ids. */
const COMMANDS = 'c2d3a6b4-5f0e-4b1c-8a57-0f6b7a9e4d21'

/**
 * Fills a new bank with people, accounts and some weeks of movements. Idempotent: every step's id
 * is derived from its content, and the last step marks the seed as complete. An interrupted seed
 * resumes, two concurrent ones do no more than one, and a complete one is never repeated, whatever
 * was changed since.
 * @param importHistories adds the accounts that are imported from another bank
 */
export async function seedDemoBank(importHistories: () => Promise<void>): Promise<boolean> {
  if (await isSeeded()) return false
  const now = Date.now()
  for (const account of DEMO_ACCOUNTS) await openAccount(account, now)
  await importHistories()
  await postLate(now)
  const passwordHash = await hashPassword(DEMO_PASSWORD)
  await insertUsers(
    bank().db,
    DEMO_PEOPLE.map(person => ({ ...person, passwordHash })),
  )
  await carryOut(lastStep(), now)
  return true
}

/** Opens an account and posts its movements, each on its own day. */
async function openAccount(account: DemoAccount, now: number): Promise<void> {
  const { name, customer, owner, currency, openingBalance, openedDaysAgo } = account
  const creation: Command = {
    type: 'CreateAccount',
    owner,
    currency,
    openingBalance,
    reference: null,
    customerId: customer,
  }
  await carryOut(envelope(name, 0, creation, teller), daysBefore(now, openedDaysAgo, 0))
  for (const [index, [daysAgo, sign, amount, note]] of account.movements.entries()) {
    const command: Command = { type: sign === '+' ? 'Deposit' : 'Withdraw', amount, note }
    const actor = sign === '+' ? teller : actorOf(customer)
    const at = daysBefore(now, daysAgo, index + 1)
    await carryOut(envelope(name, index + 1, command, actor), at)
  }
}

/** The real command handler, with a clock that shows `at`. */
async function carryOut(command: CommandEnvelope, at: number): Promise<void> {
  const [answer] = await handleUntilAnswered([command], {
    ...bank().store,
    now: () => new Date(at),
  })
  if (answer?.outcome !== 'accepted') {
    throw new Error(`Setting up the demo bank failed: ${JSON.stringify(answer)}`)
  }
}

/** Late postings: effective in the past, recorded today. */
async function postLate(now: number): Promise<void> {
  for (const [index, { account, type, occurredDaysAgo, amount, note }] of LATE_POSTINGS.entries()) {
    const occurredAt = new Date(daysBefore(now, occurredDaysAgo, 3)).toISOString()
    const step = FIRST_LATE_STEP + index
    const known = await bank().store.findEventsOfCommand(
      accountIdOf(account),
      commandIdOf(account, step),
    )
    // A seed that resumes on another day would send another date under the same command id.
    if (known.length > 0) continue
    await carryOut(envelope(account, step, { type, amount, note, occurredAt }, teller), now)
  }
}

const FIRST_LATE_STEP = 900

const LAST_ACCOUNT = 'savings'
const LAST_STEP = 1_000

/** The step that marks the seed as complete. */
function lastStep(): CommandEnvelope {
  const thanks: Command = { type: 'Deposit', amount: '100.00', note: 'Thank you for joining us' }
  return envelope(LAST_ACCOUNT, LAST_STEP, thanks, teller)
}

async function isSeeded(): Promise<boolean> {
  const { stream, commandId } = lastStep()
  return (await bank().store.findEventsOfCommand(stream.id, commandId)).length > 0
}

const teller = actorOf('demo-teller')

function actorOf(id: (typeof DEMO_PEOPLE)[number]['id']): Actor {
  const person = DEMO_PEOPLE.find(one => one.id === id)
  if (!person) throw new Error(`The demo bank has no person ${id}`)
  return { id: person.id, name: person.name, role: person.role }
}

function envelope(name: string, step: number, command: Command, actor: Actor): CommandEnvelope {
  const commandId = commandIdOf(name, step)
  const stream = { type: bankAccount.type, id: accountIdOf(name) }
  return { commandId, stream, actor, correlationId: null, command }
}

function commandIdOf(name: string, step: number): string {
  return v5(`${name} ${step}`, COMMANDS)
}

function accountIdOf(name: string): string {
  return accountIdFor(commandIdOf(name, 0))
}

/** A moment during opening hours, `days` days ago. */
function daysBefore(now: number, days: number, step: number): number {
  const midnight = Math.floor(now / DAY_MS) * DAY_MS
  return midnight - days * DAY_MS + (8 * 60 + ((step * 137) % 540)) * 60_000 + step * 1_234
}
