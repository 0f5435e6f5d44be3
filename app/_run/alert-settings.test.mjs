import { expect, test } from 'vitest'
import { requireAlertSettings } from './alert-settings.mjs'

const good = {
  DAYBOOK_ALERT_WEBHOOK: 'https://example.com/alerts',
  DAYBOOK_ALERT_WEBHOOK_SECRET: 'a secret of the test',
  DAYBOOK_ALERT_MAIL: 'duty@example.com',
  SMTP_URL: 'smtp://localhost',
}

test('alerts are sent to nobody, or as the settings say', () => {
  expect(() => requireAlertSettings({})).not.toThrow()
  expect(() => requireAlertSettings(good)).not.toThrow()
})

test.each([
  [{ ...good, DAYBOOK_ALERT_WEBHOOK: 'example.com' }, /must be an address/],
  [{ ...good, DAYBOOK_ALERT_WEBHOOK: 'file:///etc/passwd' }, /must be an address/],
  [{ ...good, DAYBOOK_ALERT_WEBHOOK_SECRET: '' }, /without DAYBOOK_ALERT_WEBHOOK_SECRET/],
  [{ ...good, DAYBOOK_ALERT_MAIL: 'duty' }, /must be an e-mail address/],
  [{ ...good, SMTP_URL: '' }, /without SMTP_URL/],
])('%o is a fault, and no secret is told', (env, message) => {
  expect(() => requireAlertSettings(env)).toThrow(message)
  expect(() => requireAlertSettings(env)).not.toThrow(/a secret of the test/)
})
