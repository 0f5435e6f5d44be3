import 'server-only'
import type { Problem } from '@/app/_wire/types'
import { recordAccess } from './access-log'
import { mayDo, type Right } from './rights'
import type { Viewer } from './viewer'

/** A client that asks again and again makes one entry in so long, for each thing that it asks for. */
const ONCE_IN_MS = 10_000

/** Records that a viewer was refused something: a right, or an account that they may not read. */
export function recordDenial(
  by: Viewer,
  what: { readonly right: Right | string; readonly subject?: string | null },
): void {
  const { right, subject = null } = what
  const detail = { right }
  recordAccess({ kind: 'denied', by, subject, detail, onceInMs: ONCE_IN_MS })
}

/** `mayDo` at a door of the bank: whoever is refused stands in the access log. */
export function mayEnter(viewer: Viewer, right: Right): Problem | null {
  const barred = mayDo(viewer, right)
  if (barred) recordDenial(viewer, { right })
  return barred
}
