import type { Role } from './role'

/**
 * What can be done to a person's right to come in. `by` is the id of the person who does it; null
 * for a program on the bank's server.
 */
export type PersonCommand =
  | { readonly type: 'InvitePerson'; readonly personId: string; readonly role: Role }
  /** Records somebody whom the bank knows already. */
  | {
      readonly type: 'EnrolPerson'
      readonly personId: string
      readonly role: Role
      readonly hasPassword: boolean
      readonly isDisabled: boolean
    }
  /** They set a password through a link: the first, or a new one after a reset. */
  | { readonly type: 'JoinBank' }
  | { readonly type: 'ChangeRole'; readonly role: Role; readonly by: string | null }
  | {
      readonly type: 'DisablePerson'
      readonly by: string | null
      /** Whether the last administrator may go too: who runs the server can make another. */
      readonly evenLast?: boolean
    }
  | { readonly type: 'EnablePerson' }
  | { readonly type: 'ResetSignIn' }
  | { readonly type: 'EndSessions' }

/** Why a person's rights stay as they are. */
export type PersonRefusal =
  | { readonly type: 'PersonNotFound'; readonly field: null }
  | { readonly type: 'PersonAlreadyExists'; readonly field: null }
  | { readonly type: 'RoleUnchanged'; readonly field: 'role' }
  | { readonly type: 'OwnRole'; readonly field: 'role' }
  | { readonly type: 'OwnAccess'; readonly field: null }
  | { readonly type: 'AlreadyDisabled'; readonly field: null }
  | { readonly type: 'NotDisabled'; readonly field: null }
  | { readonly type: 'DisabledPerson'; readonly field: null }
  | { readonly type: 'LastAdministrator'; readonly field: 'role' | null }
