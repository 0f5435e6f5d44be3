/**
 * Where alerts are sent: DAYBOOK_ALERT_WEBHOOK with DAYBOOK_ALERT_WEBHOOK_SECRET, and
 * DAYBOOK_ALERT_MAIL, which needs SMTP_URL.
 * @throws a sentence about the wrong one
 */
export function requireAlertSettings(env = process.env) {
  const { DAYBOOK_ALERT_WEBHOOK: url = '', DAYBOOK_ALERT_WEBHOOK_SECRET: secret = '' } = env
  const { DAYBOOK_ALERT_MAIL: to = '', SMTP_URL: mailServer = '' } = env
  if (url !== '' && !(URL.canParse(url) && /^https?:$/.test(new URL(url).protocol))) {
    throw new Error('DAYBOOK_ALERT_WEBHOOK must be an address such as https://example.com/alerts.')
  }
  if (url !== '' && secret === '') {
    throw new Error(
      'DAYBOOK_ALERT_WEBHOOK is set without DAYBOOK_ALERT_WEBHOOK_SECRET, which signs what is ' +
        'sent. Make one with: openssl rand -base64 32',
    )
  }
  if (to === '') return
  if (!/^[^\s@,]+@[^\s@,]+$/.test(to)) {
    throw new Error('DAYBOOK_ALERT_MAIL must be an e-mail address, such as duty@example.com.')
  }
  if (mailServer === '') throw new Error('DAYBOOK_ALERT_MAIL is set without SMTP_URL. Set both.')
}
