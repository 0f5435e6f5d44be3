import 'server-only'
import { createTransport } from 'nodemailer'
import { logFailure } from '@/app/_server/process/log'
import type { PersonRecord } from '@/db/people/records'

/** How long a mail server may take for each step, in milliseconds. */
const PATIENCE_MS = 5_000

/**
 * Sends somebody their link, if the bank sends e-mail at all (`SMTP_URL` and `SMTP_FROM`). A mail
 * server that fails changes nothing: the link is shown to the administrator too.
 */
export async function mailLink(
  { name, email, status }: Pick<PersonRecord, 'name' | 'email' | 'status'>,
  url: string,
  expiresAt: Date,
): Promise<'sent' | 'failed' | 'off'> {
  const { SMTP_URL, SMTP_FROM } = process.env
  if (!SMTP_URL || !SMTP_FROM) return 'off'
  const transport = createTransport({
    url: SMTP_URL,
    ...{ connectionTimeout: PATIENCE_MS, greetingTimeout: PATIENCE_MS, socketTimeout: PATIENCE_MS },
  })
  try {
    await transport.sendMail({
      from: SMTP_FROM,
      to: { name, address: email },
      subject:
        status === 'invited' ? 'Your invitation to Daybook' : 'Set a new password for Daybook',
      text: textOf(url, expiresAt),
    })
    return 'sent'
  } catch (error) {
    logFailure('An e-mail could not be sent', error)
    return 'failed'
  } finally {
    transport.close()
  }
}

function textOf(url: string, expiresAt: Date): string {
  const until = `${expiresAt.toISOString().slice(0, 16).replace('T', ' ')} UTC`
  return (
    `Open this link to set your password. It works once, until ${until}.\n\n${url}\n\n` +
    'If you did not expect it, ignore it: nothing happens without the link.\n'
  )
}
