import { hash, randomFillSync } from 'node:crypto'
import { parse, v7 } from 'uuid'
import { bodyOf } from '@/domain/event-sourcing/batch'
import type { CommandEnvelope } from '@/domain/event-sourcing/ports'
import { printable } from '@/domain/printable'

/** Something that is to be an id of the store and is no UUID. */
export class NoUuid extends RangeError {
  override readonly name = 'NoUuid'
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/**
 * Refuses ids that PostgreSQL could not keep, before anything is sent: in the middle of a batch it
 * would not say which one it was.
 * @throws NoUuid
 */
export function requireUuids(what: string, ids: Iterable<string>): void {
  for (const id of ids) {
    if (!UUID.test(id)) throw new NoUuid(`The ${what} “${printable(id, 60)}” is no UUID`)
  }
}

/** The text of a UUID, of its 16 bytes. */
export function uuidOf(bytes: Buffer): string {
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/** Random bytes for many ids: asking the system for each id's own takes longer than all the rest. */
const randomness = Buffer.alloc(16 * 256)
let used = randomness.length

/** A new event id: a UUIDv7 (RFC 9562), ordered by the millisecond it was made in. */
export function newEventId(): string {
  if (used === randomness.length) {
    randomFillSync(randomness)
    used = 0
  }
  used += 16
  return v7({ random: randomness.subarray(used - 16, used) })
}

/**
 * Makes ids that follow from names (RFC 9562, version 5) within a namespace, a UUID: as `v5` of the
 * package does, for names by the hundred thousand.
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

/** Account ids follow from command ids; the namespace is part of each. */
const accountOf = createNaming('6f0a1d0e-7c51-4d5e-9c43-d6a0b6f5a2c1')

/**
 * The id of the account that a `CreateAccount` opens. It follows from the command id, so that the
 * same command names the same account before the account exists.
 */
export function accountIdFor(commandId: string): string {
  return accountOf(commandId.toLowerCase())
}

/** What a command asks for, in 8 bytes: the beginning of the SHA-256 of its body. */
export function fingerprintOf(envelope: CommandEnvelope): Buffer {
  return hash('sha256', bodyOf(envelope), 'buffer').subarray(0, FINGERPRINT_BYTES)
}

/** Only commands of one id are told apart by it. */
const FINGERPRINT_BYTES = 8

/** Whether a command asks for what the one with this kept fingerprint (8 bytes or more) asked for. */
export function hasFingerprint(envelope: CommandEnvelope, kept: Buffer): boolean {
  return fingerprintOf(envelope).equals(kept.subarray(0, FINGERPRINT_BYTES))
}
