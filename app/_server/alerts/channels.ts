import 'server-only'
import { createHmac } from 'node:crypto'
import { createTransport } from 'nodemailer'
import type { Channel, Notice } from './notices'

/** How long a receiver may take, in milliseconds. */
const PATIENCE_MS = 5_000

/** The channels that the settings name; none is fine. */
export function channels(env: NodeJS.ProcessEnv = process.env): Channel[] {
  const { DAYBOOK_ALERT_WEBHOOK: url, DAYBOOK_ALERT_WEBHOOK_SECRET: secret = '' } = env
  const { DAYBOOK_ALERT_MAIL: to, SMTP_URL, SMTP_FROM } = env
  return [
    ...(url ? [webhook(url, secret)] : []),
    ...(to && SMTP_URL && SMTP_FROM ? [mail(to, SMTP_URL, SMTP_FROM)] : []),
  ]
}

/**
 * Posts notices as JSON, signed as Standard Webhooks say (standardwebhooks.com): the receiver checks
 * the signature with the shared secret, and knows a repeated notice by its id.
 */
export function webhook(url: string, secret: string): Channel {
  return {
    name: 'webhook',
    async send(notice) {
      const body = JSON.stringify(notice)
      const at = Math.floor(Date.now() / 1000)
      const answer = await fetch(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'webhook-id': notice.id,
          'webhook-timestamp': String(at),
          ...(secret && { 'webhook-signature': signatureOf(secret, notice.id, at, body) }),
        },
        body,
        // An answer that sends the notice on to another address is a wrong setting.
        redirect: 'error',
        signal: AbortSignal.timeout(PATIENCE_MS),
      })
      await answer.body?.cancel()
      if (!answer.ok) throw new Error(`The webhook answered ${answer.status}`)
    },
  }
}

/** A secret of the form `whsec_` and base64 is its bytes; any other is taken as it is. */
function signatureOf(secret: string, id: string, at: number, body: string): string {
  const key = secret.startsWith('whsec_') ? Buffer.from(secret.slice(6), 'base64') : secret
  return `v1,${createHmac('sha256', key).update(`${id}.${at}.${body}`).digest('base64')}`
}

function mail(to: string, url: string, from: string): Channel {
  return {
    name: 'mail',
    async send(notice) {
      const transport = createTransport({
        url,
        ...{ connectionTimeout: PATIENCE_MS, greetingTimeout: PATIENCE_MS },
        ...{ socketTimeout: PATIENCE_MS, dnsTimeout: PATIENCE_MS },
      })
      try {
        await transport.sendMail({
          ...{ from, to, subject: `Daybook: ${notice.title}`, text: textOf(notice) },
          // A repeated one has the same id.
          messageId: `<${notice.id}@daybook>`,
        })
      } finally {
        transport.close()
      }
    },
  }
}

function textOf({ told, advice, at, url }: Notice): string {
  const when = `${at.slice(0, 19).replace('T', ' ')} UTC`
  return [`${told} (${when})`, advice, url].filter(part => part !== '').join('\n\n')
}
