import 'server-only'

/** The public address of the bank. */
export function publicUrl(): string {
  return process.env.BETTER_AUTH_URL || `http://localhost:${process.env.PORT ?? '3000'}`
}

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]']

/**
 * The origins that may sign in and send commands: the public one; on the machine itself by any of
 * its names.
 */
export function trustedOrigins(): string[] {
  const { origin, hostname } = new URL(publicUrl())
  if (!LOOPBACK.includes(hostname)) return [origin]
  const port = process.env.PORT ?? '3000'
  return [...new Set([origin, ...LOOPBACK.map(host => `http://${host}:${port}`)])]
}

/** Why a request from another site is refused. */
export const FOREIGN = 'This request came from another site. Use the bank’s own pages.'

/** What a request's headers say about its origin; null for a missing header. */
export type Sender = {
  readonly site: string | null
  readonly origin: string | null
  /** The hosts it was sent to, by its own header and by a proxy's. */
  readonly hosts: readonly (string | null)[]
}

/**
 * Detects cross-site requests (CSRF). The session's cookie is not enough: a site on another port of
 * the same machine counts as the same site. Programs send neither header.
 */
export function isForeign({ site, origin, hosts }: Sender): boolean {
  if (site !== null && site !== 'same-origin' && site !== 'none') return true
  if (origin === null) return false
  const host = hostOf(origin)
  if (host === null) return true
  return site !== 'same-origin' && !trustedOrigins().includes(origin) && !hosts.includes(host)
}

/** The host and port of a web origin; null when it is invalid, such as `null`. */
export function hostOf(origin: string): string | null {
  if (!/^https?:\/\//.test(origin) || !URL.canParse(origin)) return null
  return new URL(origin).host || null
}
