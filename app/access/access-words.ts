import type { AccessKind } from '@/app/_server/people/access-log'

/** What each kind of entry is called. */
export const KIND_WORDS: Readonly<Record<AccessKind | 'lost', string>> = {
  'signed-in': 'Signed in',
  'sign-in-failed': 'Sign-in failed',
  'signed-out': 'Signed out',
  'session-ended': 'Session ended',
  confirmed: 'Confirmed who they are',
  denied: 'Denied',
  'person-invited': 'Person invited',
  'role-changed': 'Role changed',
  'person-disabled': 'Person disabled',
  'person-enabled': 'Person enabled',
  'credentials-changed': 'Way to sign in changed',
  exported: 'Exported',
  'account-viewed': 'Account viewed',
  'token-made': 'Token made',
  'token-used': 'Token used',
  'token-revoked': 'Token revoked',
  'parked-retried': 'Parked events retried',
  'checkpoint-reset': 'Checkpoint reset',
  'rebuild-asked': 'Rebuild asked for',
  'check-asked': 'Check of the log asked for',
  'archive-asked': 'Archiving asked for',
  lost: 'Entries lost in an outage',
}

export function wordOf(kind: string): string {
  return Object.entries(KIND_WORDS).find(([name]) => name === kind)?.[1] ?? kind
}

/** The facts of an entry in one line: `right: readBank`. */
export function detailText(detail: Readonly<Record<string, unknown>>): string {
  return Object.entries(detail)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${name}: ${value}`)
    .join(' · ')
}
