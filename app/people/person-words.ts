import type { PersonJson } from '@/app/_wire/people'
import type { Role } from '@/app/_wire/types'

/** What each role may do, for whoever chooses one. */
export const ROLE_CHOICES: readonly (readonly [Role, string])[] = [
  ['customer', 'Customer: uses their own accounts'],
  ['teller', 'Teller: opens and uses all accounts'],
  ['auditor', 'Auditor: reads everything, changes nothing'],
  ['admin', 'Administrator: people, roles, limits; no money'],
]

/** Whether somebody can sign in, in words. */
export const STANDINGS: Readonly<Record<PersonJson['standing'], string>> = {
  enabled: 'Can sign in',
  invited: 'Invited, has not set a password yet',
  reset: 'Sign-in reset, has not set a new password yet',
  disabled: 'Disabled',
}
