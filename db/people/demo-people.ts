import type { Role } from '@/domain/person/role'

export type DemoPerson = {
  readonly id: string
  readonly email: string
  readonly name: string
  readonly role: Role
}

/** The shared, public password of the demo people. */
export const DEMO_PASSWORD = 'daybook-demo'

/** The people who can sign in to the demo bank; their ids are fixed, so that a seed can resume. */
export const DEMO_PEOPLE = [
  {
    id: 'demo-customer',
    email: 'customer@example.com',
    name: 'Eva Nováková',
    role: 'customer',
  },
  {
    id: 'demo-second-customer',
    email: 'second-customer@example.com',
    name: 'Jonas Weber',
    role: 'customer',
  },
  {
    id: 'demo-teller',
    email: 'teller@example.com',
    name: 'Miriam Okafor',
    role: 'teller',
  },
  {
    id: 'demo-second-teller',
    email: 'second-teller@example.com',
    name: 'Luca Moretti',
    role: 'teller',
  },
  {
    id: 'demo-auditor',
    email: 'auditor@example.com',
    name: 'Haruto Tanaka',
    role: 'auditor',
  },
  {
    id: 'demo-admin',
    email: 'admin@example.com',
    name: 'Amara Diallo',
    role: 'admin',
  },
] as const satisfies readonly DemoPerson[]
