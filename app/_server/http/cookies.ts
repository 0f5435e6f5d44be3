import 'server-only'
import { publicUrl } from './origins'

/** Whether browsers reach the bank by TLS, by its public address. */
export function isServedByTls(): boolean {
  return publicUrl().startsWith('https://')
}

/**
 * A cookie's name in the browser. By TLS it has the prefix with which browsers accept it only from
 * this very host, by TLS and for every path (RFC 6265bis, section 4.1.3.2), so that no other host
 * of the domain can plant one.
 */
export function cookieName(name: string): string {
  return isServedByTls() ? `__Host-${name}` : name
}

/** What the session's cookie was called before the bank was served by TLS, or by this prefix. */
const OLD_NAMES = ['daybook.session_token', '__Secure-daybook.session_token']

/**
 * Removes session cookies under their old names when somebody signs in or out by TLS. They are not
 * read any more: another host of the domain may have written them.
 */
export function withoutOldCookies(from: Headers, response: Response): void {
  if (!isServedByTls()) return
  const sent = from.get('cookie') ?? ''
  for (const name of OLD_NAMES.filter(old => `; ${sent}`.includes(`; ${old}=`))) {
    response.headers.append('set-cookie', `${name}=; Path=/; Max-Age=0; Secure; HttpOnly`)
  }
}
