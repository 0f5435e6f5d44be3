import { expect, test } from 'vitest'
import { requireMail } from './mail.mjs'

const good = { SMTP_URL: 'smtps://user:secret@mail.example.com:465', SMTP_FROM: 'bank@example.com' }

test('e-mail is set up whole, or not at all', () => {
  expect(() => requireMail({})).not.toThrow()
  expect(() => requireMail(good)).not.toThrow()
  expect(() => requireMail({ ...good, SMTP_FROM: 'Daybook <bank@example.com>' })).not.toThrow()
})

test.each([
  [{ SMTP_URL: good.SMTP_URL }, /without SMTP_FROM/],
  [{ SMTP_FROM: good.SMTP_FROM }, /without SMTP_URL/],
  [{ ...good, SMTP_URL: 'mail.example.com' }, /must be the URL/],
  [{ ...good, SMTP_URL: 'https://mail.example.com' }, /must be the URL/],
  [{ ...good, SMTP_FROM: 'bank' }, /must be an e-mail address/],
])('%o is a fault, and no secret is told', (env, message) => {
  expect(() => requireMail(env)).toThrow(message)
  expect(() => requireMail(env)).not.toThrow(/secret/)
})
