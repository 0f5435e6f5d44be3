import type { EventJson, Role } from './types'

/** A person as administrators and auditors see them. */
export type PersonJson = {
  id: string
  name: string
  email: string
  role: Role
  /** Whether they can sign in, or why not yet. */
  standing: 'enabled' | 'invited' | 'reset' | 'disabled'
  /** Null: never, as far as the bank knows. */
  lastSignInAt: string | null
  /** Their stream, with their history. */
  streamId: string
}

/** What came of a change: its event, and the link that it made, which is shown once. */
export type PersonChangeJson = {
  personId: string
  event: EventJson | null
  link: { url: string; expiresAt: string } | null
  /** Whether the link went to their e-mail address. */
  mail: 'sent' | 'failed' | 'off'
}
