import { hash, randomFillSync } from 'node:crypto'
import { parse, v7 } from 'uuid'
import { bodyOf } from '@/domain/event-sourcing/batch'
import type { CommandEnvelope } from '@/domain/event-sourcing/ports'
import { printable } from '@/domain/text/printable'

/** An id of the store that is no UUID. */
export class NoUuid extends RangeError {
  override readonly name = 'NoUuid'
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/**
 * Rejects ids that PostgreSQL can't store, before anything is sent: inside a batch its error would
 * not say which one it was.
 * @throws NoUuid
 */
export function requireUuids(what: string, ids: Iterable<string>): void {
  for (const id of ids) {
    if (!UUID.test(id)) throw new NoUuid(`The ${what} “${printable(id, 60)}” is not a UUID`)
  }
}

/** The text of a UUID of 16 bytes. */
export function uuidOf(bytes: Buffer): string {
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/** Random bytes for many ids: asking the system for each id takes longer than all the rest. */
const randomness = Buffer.alloc(16 * 256)
let used = randomness.length

/** A new event id: a UUIDv7 (RFC 9562), ordered by its creation time in milliseconds. */
export function newEventId(): string {
  if (used === randomness.length) {
    randomFillSync(randomness)
    used = 0
  }
  used += 16
  return v7({ random: randomness.subarray(used - 16, used) })
}

/**
 * Derives ids from names within a namespace, a UUID (RFC 9562, version 5): the same as `v5` of the
 * package, for hundreds of thousands of names.
 */
export function createNaming(namespace: string): (name: string) => string {
  const prefix = parse(namespace)
  return name => {
    const id = hash('sha1', Buffer.concat([prefix, Buffer.from(name)]), 'buffer').subarray(0, 16)
    id.writeUInt8((id.readUInt8(6) & 0x0f) | 0x50, 6) // the version
    id.writeUInt8((id.readUInt8(8) & 0x3f) | 0x80, 8) // the variant
    return uuidOf(id)
  }
}

/** Account ids are derived from command ids; the namespace is part of each. */
const accountOf = createNaming('6f0a1d0e-7c51-4d5e-9c43-d6a0b6f5a2c1')

/**
 * The id of the account that a `CreateAccount` opens, derived from the command id, so that a
 * repeated command names the same account before it exists.
 */
export function accountIdFor(commandId: string): string {
  return accountOf(commandId.toLowerCase())
}

const personOf = createNaming('c3f1d0a8-52b7-4f6e-8e19-4b7a9d25e0c6')

/** The id of the stream of a person: theirs, if it is a UUID, else derived from it. */
export function personStreamId(personId: string): string {
  return UUID.test(personId) ? personId.toLowerCase() : personOf(personId)
}

const invitedOf = createNaming('1e5b7c94-0d3a-4a62-b8f7-96c2e4d1a3b5')

/** The id of the person whom an `InvitePerson` invites, derived from the command id. */
export function personIdFor(commandId: string): string {
  return invitedOf(commandId.toLowerCase())
}

const enrolmentOf = createNaming('7a2d9e60-8c41-4b0f-a5d3-e1f69b8c7420')

/** The id of the command that records somebody whom the bank knew before: the same in every process. */
export function enrolmentCommandId(personId: string): string {
  return enrolmentOf(personId)
}

const expiryOf = createNaming('9d1c2f1c-50a5-4c53-8a0d-0f2e6c1b7e44')

/** The id of the command that records the expiry of a hold: the same in every process. */
export function expiryCommandId(accountId: string, holdId: string): string {
  return expiryOf(`${accountId}/${holdId}`.toLowerCase())
}

const approvalOf = createNaming('2f4b7c0a-93d1-4b8e-a6e7-51c08f3d2b96')

/** The id of the request that a command becomes which a second person must approve. */
export function approvalIdFor(commandId: string): string {
  return approvalOf(commandId.toLowerCase())
}

const approvedOf = createNaming('c86d2e15-0f7a-4d63-8b21-7e94a5d0c3f8')

/**
 * The ids of the commands that follow an approval, derived from its event: the same in every process,
 * and known to nobody who could use them before it.
 */
export function approvedCommandIds(eventId: string) {
  const id = eventId.toLowerCase()
  return { asked: approvedOf(`${id}/asked`), outcome: approvedOf(`${id}/outcome`) }
}

const alertOf = createNaming('41d7a9c2-6e0b-4f38-9b5d-c20f8e71a364')

/** The id of the stream of a rule's alerts. */
export function alertIdFor(rule: string): string {
  return alertOf(rule)
}

const paymentOf = createNaming('5be3d2a7-41c9-4f08-9d76-20f4a8c16b3e')

/**
 * The ids of the commands by which an order goes on, derived from the order: the same in every
 * process, and after a restore. `pay` is the transfer of one try to pay one date. `step` begins or
 * ends something at a version of the order, so that what was refused there can be asked again later.
 */
export function paymentCommandIds(orderId: string) {
  const id = orderId.toLowerCase()
  return {
    pay: (date: string, attempt: number) => paymentOf(`${id}/${date}/${attempt}/pay`),
    outcome: (date: string, attempt: number) => paymentOf(`${id}/${date}/${attempt}/outcome`),
    step: (version: number) => paymentOf(`${id}/${version}`),
  }
}

const orderOf = createNaming('e2a97b14-6d05-4c3a-b8f1-95d0c7e3a468')

/** The id of the order that a `CreatePaymentOrder` without one makes. */
export function orderIdFor(commandId: string): string {
  return orderOf(commandId.toLowerCase())
}

const caseFileOf = createNaming('b4d8f0c6-27a1-4e95-8c3d-71f6e2a90b58')

/** The id of the case file that an `OpenCaseFile` without one opens. */
export function caseFileIdFor(commandId: string): string {
  return caseFileOf(commandId.toLowerCase())
}

const batchOf = createNaming('0a94f6d3-27be-4c15-9e08-b3d1c7f5426a')

/** The id of the batch that a file becomes: the same file for the same account is the same batch. */
export function batchIdFor(accountId: string, digest: string): string {
  return batchOf(`${accountId.toLowerCase()}/${digest}`)
}

/** The id of the batch that a file becomes which was uploaded before, and is to be paid again. */
export function batchAgainIdFor(commandId: string): string {
  return batchOf(commandId.toLowerCase())
}

/**
 * The ids by which a batch goes on, the same in every process: the order of a row by its place, from 0,
 * with the command that makes it, and the commands that tell how far the batch is.
 */
export function batchIds(batchId: string) {
  const id = batchId.toLowerCase()
  return {
    order: (row: number) => batchOf(`${id}/${row}/order`),
    makeOrder: (row: number) => batchOf(`${id}/${row}/make`),
    made: (upTo: number) => batchOf(`${id}/made/${upTo}`),
    completed: batchOf(`${id}/completed`),
  }
}

/** The fingerprint of a command: the first 8 bytes of the SHA-256 of its body. */
export function fingerprintOf(envelope: CommandEnvelope): Buffer {
  return hash('sha256', bodyOf(envelope), 'buffer').subarray(0, FINGERPRINT_BYTES)
}

/** Enough, since it only tells commands of one id apart. */
const FINGERPRINT_BYTES = 8

/** Whether a command has this stored fingerprint (8 bytes or more). */
export function hasFingerprint(envelope: CommandEnvelope, kept: Buffer): boolean {
  return fingerprintOf(envelope).equals(kept.subarray(0, FINGERPRINT_BYTES))
}
