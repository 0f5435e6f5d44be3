import 'server-only'
import { problem } from '@/app/_server/http/problems'
import type { Problem } from '@/app/_wire/types'
import type { Viewer } from './viewer'

/** Whether a viewer is a teller or an auditor; both read everything. */
export function isStaff(viewer: Viewer): boolean {
  return viewer.role !== 'customer'
}

/** Why an auditor gets no form, and no command through. */
export const READ_ONLY = 'Auditors can read everything but change nothing.'

/** The answer when a customer requests what only staff may see. */
export function staffOnly(): Problem {
  return problem('NotAllowed', 'Only bank staff can see this.')
}
