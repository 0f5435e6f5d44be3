import 'server-only'
import { sessionTimes } from '@/app/_server/process/settings'
import type { Session, Viewer } from '../viewer'
import { idleMsOf } from './use'

/** For how long a session that is used now is good, unused, in whole seconds. */
export function secondsLeft(
  { role }: Pick<Viewer, 'role'>,
  { startedAt }: Pick<Session, 'startedAt'>,
  nowMs: number = Date.now(),
): number {
  const endsMs = startedAt.getTime() + sessionTimes().lifetimeMs
  return Math.max(0, Math.floor(Math.min(idleMsOf(role), endsMs - nowMs) / 1000))
}
