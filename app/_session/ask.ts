import { isOtherEpoch } from './trouble'

/**
 * What the bank says about the session: nobody's, somebody else's, or this person's; or that the bank
 * was restored since the page was rendered, so that the page may be about what is no more.
 */
export type Heard = 'ended' | 'other' | 'own' | 'restored'

/** Asks whose session it is now, which doesn't use it; null when the bank is out of reach. */
export async function askWhose(userId: string): Promise<Heard | null> {
  const response = await send('GET', '/api/auth/get-session')
  if (isRestored(response)) return 'restored'
  if (!response?.ok) return null
  const now: { user: { id: string } } | null = await response.json()
  if (now === null) return 'ended'
  return now.user.id === userId ? 'own' : 'other'
}

/**
 * Tells that a person uses the session, which keeps it for another idle time; for how many seconds,
 * or null when the bank is out of reach.
 */
export async function tellUse(userId: string): Promise<Exclude<Heard, 'own'> | number | null> {
  const response = await send('POST', '/api/session')
  if (isRestored(response)) return 'restored'
  if (response?.status === 401) return 'ended'
  if (!response?.ok) return null
  const now: { userId: string; leftSeconds: number } = await response.json()
  return now.userId === userId ? now.leftSeconds : 'other'
}

export async function tellSignOut(): Promise<void> {
  await send('POST', '/api/auth/sign-out')
}

/** Whether an answer is of another epoch of the bank than the page. */
function isRestored(response: Response | null): boolean {
  const now = response?.headers.get('daybook-epoch')
  return now != null && isOtherEpoch(now)
}

async function send(method: 'GET' | 'POST', path: string): Promise<Response | null> {
  const body = method === 'POST' ? '{}' : null
  const headers = { 'content-type': 'application/json' }
  return fetch(path, { method, body, ...(body && { headers }) }).catch(() => null)
}
