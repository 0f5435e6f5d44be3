/**
 * How often things may be tried in a minute: the variable that sets it, and the value without one.
 * The defaults leave room for a class behind one address, and for programs.
 */
export const LIMITS = {
  /** Wrong passwords for one person, before waits begin. */
  signIns: { variable: 'DAYBOOK_SIGN_INS_PER_MINUTE', standard: 10 },
  /** Wrong passwords from one address, before waits begin. */
  addressSignIns: { variable: 'DAYBOOK_ADDRESS_SIGN_INS_PER_MINUTE', standard: 200 },
  /** Commands of one person or program; each of an array counts. */
  commands: { variable: 'DAYBOOK_COMMANDS_PER_MINUTE', standard: 120_000 },
  exports: { variable: 'DAYBOOK_EXPORTS_PER_MINUTE', standard: 120 },
  searches: { variable: 'DAYBOOK_SEARCHES_PER_MINUTE', standard: 1_200 },
  /** Different account numbers that a customer looks up. */
  numbers: { variable: 'DAYBOOK_NUMBERS_PER_MINUTE', standard: 30 },
}

const MAX = 100_000_000

/** The limits as set. @throws Error with a sentence about the first setting that is no number */
export function readLimits(env = process.env) {
  return Object.fromEntries(
    Object.entries(LIMITS).map(([name, { variable, standard }]) => {
      const text = env[variable] ?? ''
      if (text === '') return [name, standard]
      const max = /^\d{1,9}$/.test(text) ? Number(text) : 0
      if (max >= 1 && max <= MAX) return [name, max]
      throw new Error(`${variable} is “${text}”; it must be a whole number from 1 to ${MAX}.`)
    }),
  )
}
