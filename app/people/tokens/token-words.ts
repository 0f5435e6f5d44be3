import type { Scope, ServiceRole } from '@/app/_wire/tokens'

/** What each scope lets a program do. */
export const SCOPE_WORDS: Readonly<Record<Scope, string>> = {
  'accounts:read': 'Read accounts, now and in the past',
  'events:read': 'Read events, timelines and exports, and follow them live',
  'search:read': 'Search',
  'cases:read': 'Read case files',
  'cases:write': 'Write in case files',
  'payees:read': 'Look up the name behind an account number',
  'bank:read': 'Read totals and reports of the whole bank',
  'commands:write': 'Send commands, as tellers do',
}

export const ROLE_WORDS: Readonly<Record<ServiceRole, string>> = {
  auditor: 'Auditor: only reads',
  teller: 'Teller: moves money, with the scope for commands',
  admin: 'Administrator: only reads',
}

/** For how many days a token can be good. */
export const DAYS = [7, 30, 90, 365] as const
