import 'server-only'
import { problem } from '@/app/_server/http/problems'
import { confirmedAmounts, sessionTimes } from '@/app/_server/process/settings'
import type { Problem } from '@/app/_wire/types'
import { needsConfirmation } from '@/domain/money/large-amounts'
import type { Currency } from '@/domain/money/money'
import { RIGHTS, type Right, type Rule } from './rights-table'
import type { Viewer } from './viewer'

/** An amount that moves; `unknown` if nobody knows how much it is, null if it is none. */
export type Moved = { readonly minor: bigint; readonly currency: Currency } | 'unknown' | null

/** Whether a viewer has proved lately who they are, in this session. Programs never do. */
export function isConfirmed({ confirmedAt }: Viewer, nowMs: number = Date.now()): boolean {
  return confirmedAt !== undefined && nowMs - confirmedAt.getTime() < sessionTimes().confirmedMs
}

/** Until when the last proof of a viewer counted. */
export function provedUntil({ confirmedAt }: Viewer): Date {
  return new Date((confirmedAt?.getTime() ?? 0) + sessionTimes().confirmedMs)
}

/**
 * Whether a viewer who has a right must prove again who they are before they use it: null, or the
 * problem. The table of rights says which rights ask for that, and for which amounts.
 */
export function mustProve(viewer: Viewer, right: Right, moved: Moved = 'unknown'): Problem | null {
  const { proof }: Rule = RIGHTS[right]
  if (proof === undefined || viewer.kind === 'service' || isConfirmed(viewer)) return null
  return proof === 'large' && !isLarge(moved) ? null : confirmationRequired()
}

function isLarge(moved: Moved): boolean {
  if (moved === null || moved === 'unknown') return moved === 'unknown'
  return needsConfirmation(moved.minor, moved.currency, confirmedAmounts())
}

/** Why somebody is asked for a proof. */
export function confirmationRequired(): Problem {
  const minutes = sessionTimes().confirmedMs / 60_000
  return problem('ConfirmationRequired', SIGN_IN_AGAIN, { minutes })
}

/** For programs with a session; forms ask for the password in place. */
const SIGN_IN_AGAIN = 'Prove again who you are: sign in again, then send this once more.'
