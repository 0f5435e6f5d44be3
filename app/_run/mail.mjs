/**
 * Whether e-mail is sent: SMTP_URL, such as `smtps://user:password@host`, and SMTP_FROM are set
 * together or not at all.
 * @throws a sentence about the wrong one
 */
export function requireMail({ SMTP_URL: url = '', SMTP_FROM: from = '' } = process.env) {
  if (url === '' && from === '') return
  if (url === '') throw new Error('SMTP_FROM is set without SMTP_URL. Set both, or neither.')
  if (from === '') throw new Error('SMTP_URL is set without SMTP_FROM. Set both, or neither.')
  if (!URL.canParse(url) || !/^smtps?:$/.test(new URL(url).protocol)) {
    throw new Error(
      'SMTP_URL must be the URL of a mail server, such as smtps://user:password@host.',
    )
  }
  if (!/^[^\s@]+@[^\s@]+$|<[^\s@]+@[^\s@]+>$/.test(from)) {
    throw new Error('SMTP_FROM must be an e-mail address, such as bank@example.com.')
  }
}
