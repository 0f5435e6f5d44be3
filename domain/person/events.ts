import type { Role } from './role'

/**
 * What happened to a person's right to come in. `personId` is the id that they sign in under; their
 * name and e-mail address stand outside the log, where they can be changed and erased.
 */
export type PersonEvent = { readonly personId: string } & (
  | { readonly type: 'PersonInvited'; readonly role: Role }
  /** Somebody who could sign in before people were kept in the log. */
  | { readonly type: 'PersonEnrolled'; readonly role: Role }
  /** They have set their first password. */
  | { readonly type: 'PersonJoined' }
  | { readonly type: 'RoleChanged'; readonly from: Role; readonly to: Role }
  | { readonly type: 'PersonDisabled' }
  | { readonly type: 'PersonEnabled' }
  /** Their password and second factor count no longer; a link lets them set new ones. */
  | { readonly type: 'SignInReset' }
  /** They have set a new password after that. */
  | { readonly type: 'SignInRestored' }
  | { readonly type: 'SessionsEnded' }
)
