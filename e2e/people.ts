import { randomInt } from 'node:crypto'

/** The people of the demo bank. */
export const PEOPLE = {
  customer: 'customer@example.com',
  'second-customer': 'second-customer@example.com',
  teller: 'teller@example.com',
  'second-teller': 'second-teller@example.com',
  auditor: 'auditor@example.com',
  admin: 'admin@example.com',
} as const

export type Person = keyof typeof PEOPLE

export const PASSWORD = 'daybook-demo'

/** The file of a person's session: one sign-in per person and run. */
export function sessionOf(person: Person): string {
  return `test-results/.sessions/${person}.json`
}

/**
 * Headers with an unused client address: sign-ins are rate-limited by address, and specs must not
 * affect each other.
 */
export function ownAddress(): Record<string, string> {
  return { 'x-forwarded-for': `10.${randomInt(256)}.${randomInt(256)}.${randomInt(256)}` }
}
