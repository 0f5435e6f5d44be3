import 'server-only'
import { hash } from 'node:crypto'
import { bank } from '@/app/_server/process/bank'
import {
  DEADLINES,
  outsideRequests,
  waitShared,
  withDeadline,
} from '@/app/_server/process/deadlines'
import { logFailure } from '@/app/_server/process/log'
import { noteActor } from '@/app/_server/process/request-notes'
import { SCOPES } from '@/app/_wire/tokens'
import { findServices, noteTokenUse, type ServiceRow } from '@/db/people/tokens'
import { recordAccess } from './access-log'
import { gather } from './gather'
import type { Viewer } from './viewer'

/** By this a token is recognised, also where it has been published by mistake. */
export const TOKEN_PREFIX = 'daybook_'

/**
 * The token of a request with `Authorization: Bearer`; null for any other scheme, and without the
 * header. A request that has one is judged by it alone, whatever cookies come with it.
 */
export function bearerIn(headers: Headers): string | null {
  const found = /^bearer(?: +(.*))?$/is.exec(headers.get('authorization')?.trim() ?? '')
  return found && (found[1] ?? '')
}

/** What is stored of a token, and by which its streams are known. */
export function hashOf(token: string): string {
  return hash('sha256', token)
}

/** Batched like the look-up of sessions (viewer.ts). */
const known = gather((hashes: readonly string[]) =>
  withDeadline(DEADLINES.read, () => findServices(bank().db, hashes, new Date())),
)

/** The service that has a token; null for one that is unknown, expired or revoked. */
export async function serviceOf(token: string): Promise<Viewer | null> {
  if (!token.startsWith(TOKEN_PREFIX)) return null
  const row = await waitShared(() => known(hashOf(token)))
  if (!row) return null
  const service = viewerOfService(row)
  noteActor(service.userId)
  noteUse(service)
  return service
}

/** Only tellers' tokens write, whatever their scopes. */
function viewerOfService({ id, name, role, scopes, accountIds }: ServiceRow): Viewer {
  const granted = SCOPES.filter(scope => scopes.includes(scope))
  const bounds = {
    scopes: granted.filter(scope => role === 'teller' || scope !== 'commands:write'),
    accountIds,
  }
  return { kind: 'service', userId: id, name, email: '', role, bounds }
}

/** A use of a token is recorded at most once in so long. */
const USE_MS = 60_000

declare global {
  var daybookTokenUses: Map<string, number> | undefined
}

/** Records a use out of the request's way. Shared by all copies that Next.js makes of this module. */
function noteUse(service: Viewer): void {
  globalThis.daybookTokenUses ??= new Map()
  const [uses, now, id] = [globalThis.daybookTokenUses, Date.now(), service.userId]
  if (now - (uses.get(id) ?? 0) < USE_MS) return
  uses.set(id, now)
  recordAccess({ kind: 'token-used', by: service, subject: id })
  outsideRequests(() => noteTokenUse(bank().db, id, new Date(now))).catch((error: unknown) =>
    logFailure('Recording the use of a token failed', error),
  )
}
