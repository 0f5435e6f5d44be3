import { randomInt } from 'node:crypto'

/** The people of the demo bank, as the issue of the first start names them. */
export const PEOPLE = {
  customer: 'customer@example.com',
  'second-customer': 'second-customer@example.com',
  teller: 'teller@example.com',
  auditor: 'auditor@example.com',
} as const

export type Person = keyof typeof PEOPLE

export const PASSWORD = 'daybook-demo'

/** Where a person's session is kept once signed in: one sign-in per person and run. */
export function sessionOf(person: Person): string {
  return `test-results/.sessions/${person}.json`
}

/**
 * Headers as from an address of one's own: sign-ins are limited per address, and a spec must not
 * wait for what another one did.
 */
export function ownAddress(): Record<string, string> {
  return { 'x-forwarded-for': `10.${randomInt(256)}.${randomInt(256)}.${randomInt(256)}` }
}
