import { openOwner } from '../owner.mjs'
import { newAddress, tryToSignIn } from './clients.mjs'
import { inWords, quartiles } from './figures.mjs'

const ROUNDS = 100
const APART_MAX = 1.15

/**
 * The times of wrong passwords for e-mails that the bank knows, doesn't know, and of somebody who is
 * disabled, in turn, so that the machine's other work slows all of them.
 */
export async function compareTimes({ port, data }, note) {
  const emails = {
    known: 'teller@example.com',
    unknown: 'nobody@example.com',
    ...((await disable(data, 'auditor@example.com')) && { disabled: 'auditor@example.com' }),
  }
  const times = new Map(Object.keys(emails).map(kind => [kind, []]))
  const texts = new Set()
  for (let round = -5; round < ROUNDS; round++) {
    for (const [kind, email] of Object.entries(emails)) {
      const asked = { email, password: `wrong ${round}`, address: newAddress() }
      const { tookMs, text } = await tryToSignIn(port, asked)
      texts.add(text)
      if (round >= 0) times.get(kind).push(tookMs)
    }
  }
  const found = [...times].map(([kind, of]) => [kind, quartiles(of)])
  const medians = found.map(([, { median }]) => median)
  const apart = Math.max(...medians) / Math.min(...medians)
  for (const [kind, of] of found) note(true, `${kind} e-mail: ${inWords(of)}`)
  if (!('disabled' in emails)) note(true, 'nobody can be disabled in this bank')
  note(apart <= APART_MAX, `their medians are ${apart.toFixed(2)} apart`)
  note(texts.size === 1, `all are answered with the same ${texts.size === 1 ? '' : 'not '}text`)
}

/** Disables somebody; false in a bank that can't. */
async function disable(data, email) {
  const owner = await openOwner(data)
  try {
    const [column] = await owner.sql`
      select from information_schema.columns
      where table_name = 'auth_users' and column_name = 'disabled_at'`
    if (!column) return false
    await owner.sql`update auth_users set disabled_at = now() where email = ${email}`
    return true
  } finally {
    await owner.close()
  }
}
