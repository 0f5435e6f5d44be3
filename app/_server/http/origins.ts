import 'server-only'

/** The address that people reach the bank at. */
export function publicUrl(): string {
  return process.env.BETTER_AUTH_URL ?? `http://localhost:${process.env.PORT ?? '3000'}`
}

/** The origins that may sign in and send commands: the public one, and this machine's own. */
export function trustedOrigins(): string[] {
  const port = process.env.PORT ?? '3000'
  const own = ['localhost', '127.0.0.1', '[::1]'].map(host => `http://${host}:${port}`)
  return [...new Set([new URL(publicUrl()).origin, ...own])]
}

/** What a request says of where it comes from; null for a header that it doesn't have. */
export type Sender = {
  readonly site: string | null
  readonly origin: string | null
  /** The hosts that it was sent to, as it says itself and as a proxy says. */
  readonly hosts: readonly (string | null)[]
}

/**
 * Whether another site made a browser send a request: the session's cookie alone would not tell, for
 * a site on another port of this machine counts as the same site. Programs send neither header.
 */
export function isForeign({ site, origin, hosts }: Sender): boolean {
  if (origin === null) return site !== null && site !== 'same-origin' && site !== 'none'
  if (site === 'same-origin') return false
  const host = hostOf(origin)
  return host === null || !(trustedOrigins().includes(origin) || hosts.includes(host))
}

/** The host and port of a web origin; null for a text that is none, such as `null`. */
export function hostOf(origin: string): string | null {
  if (!/^https?:\/\//.test(origin) || !URL.canParse(origin)) return null
  return new URL(origin).host || null
}
