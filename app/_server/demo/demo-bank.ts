import 'server-only'
import { hashPassword } from 'better-auth/crypto'
import { bank } from '@/app/_server/process/bank'
import { peopleDesk } from '@/app/_server/process/people-desk'
import { enrolEverybody } from '@/db/directory/desk'
import { enabledDemoPeople } from '@/db/directory/disable-demo'
import { enrolmentCommandId, personStreamId } from '@/db/ids'
import { DEMO_PASSWORD, DEMO_PEOPLE, type DemoPerson } from '@/db/people/demo-people'
import { findRecords } from '@/db/people/records'
import { insertUsers } from '@/db/people/users'
import { accountStream } from '@/domain/bank-account/account-stream'
import type { Command } from '@/domain/bank-account/commands'
import { handleUntilAnswered } from '@/domain/event-sourcing/command-handler'
import type { Actor, CommandEnvelope } from '@/domain/event-sourcing/ports'
import { personStream } from '@/domain/person/person'
import { LATE_POSTINGS } from './demo-accounts'
import { accountIdOf, commandIdOf, daysBefore, type Step, stepsUntil, TELLER } from './demo-steps'

/**
 * Fills a new bank with people, accounts and some weeks of movements. Idempotent: every step's id
 * is derived from its content, and the last step marks the seed as complete. An interrupted seed
 * resumes, two concurrent ones do no more than one, and a complete one is never repeated, whatever
 * was changed since.
 * @param importHistories adds the accounts that are imported from another bank
 */
export async function seedDemoBank(importHistories: () => Promise<void>): Promise<boolean> {
  if (await isSeeded()) {
    await addNewcomers()
    return false
  }
  const now = Date.now()
  const steps = stepsUntil(now)
  for (const person of DEMO_PEOPLE) await record(person, (steps[0]?.at ?? now) - BEFORE_MS)
  for (const step of steps) await take(step)
  await importHistories()
  await postLate(now)
  await letIn(DEMO_PEOPLE)
  await carryOut(lastStep(), now)
  return true
}

/** How long before the first account its people came to the bank. */
const BEFORE_MS = 3_600_000

/** A person's stream begins before they do anything; they can sign in when the bank is complete. */
async function record({ id, role }: DemoPerson, at: number): Promise<void> {
  const { store } = bank()
  const stream = personStream(personStreamId(id))
  if ((await store.stateAt(stream.id, {})).stream.version > 0) return
  const known = { hasPassword: true, isDisabled: false }
  const command = { type: 'EnrolPerson', personId: id, role, ...known } as const
  const actor = { id: 'bank', name: 'Bank', role: 'system' }
  await carryOut(
    { commandId: enrolmentCommandId(id), stream, actor, correlationId: null, command },
    at,
  )
}

async function letIn(people: readonly DemoPerson[]): Promise<void> {
  const passwordHash = await hashPassword(DEMO_PASSWORD)
  await insertUsers(
    bank().db,
    people.map(person => ({ ...person, passwordHash })),
  )
  await enrolEverybody(peopleDesk())
}

/** The people that demo banks of earlier versions don't have. */
const NEWCOMERS: readonly string[] = ['demo-second-teller', 'demo-admin'] satisfies Id[]

/** Adds them once to a demo bank that is in use, and nobody who was removed. */
async function addNewcomers(): Promise<void> {
  const { db, store } = bank()
  if ((await enabledDemoPeople(db)).length === 0) return
  const known = await findRecords(db, { ids: NEWCOMERS })
  for (const person of DEMO_PEOPLE) {
    if (!NEWCOMERS.includes(person.id) || known.some(({ id }) => id === person.id)) continue
    const { stream } = await store.stateAt(personStreamId(person.id), {})
    if (stream.version === 0) await letIn([person])
  }
}

/** Carries out a step, unless an earlier run did: on another day it may say another date. */
async function take({ account, step, by, at, command }: Step): Promise<void> {
  if (await isDone(account, step)) return
  await carryOut(envelope(account, step, await command(), actorOf(by)), at)
}

async function isDone(account: string, step: number): Promise<boolean> {
  const { store } = bank()
  const known = await store.findEventsOfCommand(accountIdOf(account), commandIdOf(account, step))
  return known.length > 0
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
    const command = () => ({ type, amount, note, occurredAt })
    await take({ account, step: FIRST_LATE_STEP + index, by: TELLER, at: now, command })
  }
}

const FIRST_LATE_STEP = 900

const LAST_ACCOUNT = 'savings'
const LAST_STEP = 1_000

/** The step that marks the seed as complete. */
function lastStep(): CommandEnvelope {
  const thanks: Command = { type: 'Deposit', amount: '100.00', note: 'Thank you for joining us' }
  return envelope(LAST_ACCOUNT, LAST_STEP, thanks, actorOf(TELLER))
}

async function isSeeded(): Promise<boolean> {
  return isDone(LAST_ACCOUNT, LAST_STEP)
}

type Id = (typeof DEMO_PEOPLE)[number]['id']

function actorOf(id: Id): Actor {
  const person = DEMO_PEOPLE.find(one => one.id === id)
  if (!person) throw new Error(`The demo bank has no person ${id}`)
  return { id: person.id, name: person.name, role: person.role }
}

function envelope(name: string, step: number, command: Command, actor: Actor): CommandEnvelope {
  const commandId = commandIdOf(name, step)
  const stream = accountStream(accountIdOf(name))
  return { commandId, stream, actor, correlationId: null, command }
}
