import 'server-only'
import { randomBytes } from 'node:crypto'
import { inputProblem, problem } from '@/app/_server/http/problems'
import { bank } from '@/app/_server/process/bank'
import type { NewTokenJson, Scope, TokenJson } from '@/app/_wire/tokens'
import type { Page, Problem } from '@/app/_wire/types'
import { isUuid } from '@/app/_wire/uuid'
import { findAccounts, findByNumber } from '@/db/accounts/accounts'
import { newEventId } from '@/db/ids'
import * as kept from '@/db/people/tokens'
import { findUsersById } from '@/db/people/users'
import { readAccountNumber } from '@/domain/money/account-number'
import { printable } from '@/domain/text/printable'
import { recordAccess } from './access-log'
import { hashOf, TOKEN_PREFIX } from './bearer'
import { mustProve } from './proof'
import { mayDo } from './rights'
import type { AskedToken } from './token-body'
import type { Viewer } from './viewer'
import { endStreamsOf } from './watchers'

const PAGE = 50
const ENDING_LENGTH = 4

/** Makes a token for a service. The answer is the only one that has the token itself. */
export async function makeToken(
  viewer: Viewer,
  asked: AskedToken,
): Promise<NewTokenJson | Problem> {
  const barred = mayDo(viewer, 'makeTokens') ?? mustProve(viewer, 'makeTokens')
  if (barred) return barred
  const { db } = bank()
  if (asked.accountIds) {
    const known = new Set((await findAccounts(db, asked.accountIds)).map(({ id }) => id))
    const unknown = asked.accountIds.find(id => !known.has(id))
    if (unknown !== undefined) {
      const detail = `No account has the ID ${unknown}. Check the list.`
      return inputProblem('UnknownAccount', 'accountIds', detail)
    }
  }
  const token = TOKEN_PREFIX + randomBytes(32).toString('base64url')
  const row = {
    ...asked,
    id: newEventId(),
    ending: token.slice(-ENDING_LENGTH),
    createdAt: new Date(),
    createdBy: viewer.userId,
    scopes: [...asked.scopes],
    accountIds: asked.accountIds && [...asked.accountIds],
    lastUsedAt: null,
    revokedAt: null,
    revokedBy: null,
  }
  await kept.insertToken(db, { ...row, hash: hashOf(token) })
  const { id: subject, role, scopes } = row
  const detail = { role, scopes: scopes.join(' '), accounts: asked.accountIds?.length ?? null }
  recordAccess({ kind: 'token-made', by: viewer, subject, detail })
  return { ...tokenJson(row, viewer.name), token }
}

/** The most pieces that a list of accounts is read to. */
const PIECES_MAX = 2_000

/**
 * The ids of the accounts in a text, one a line or with commas: each an id, or a whole number. Null
 * when it names none; or which piece is wrong.
 */
export async function accountIdsOf(
  viewer: Viewer,
  text: string,
): Promise<readonly string[] | null | Problem> {
  const barred = mayDo(viewer, 'manageTokens')
  if (barred) return barred
  const pieces = text.split(/[\n,;]+/, PIECES_MAX).map(piece => piece.trim())
  const named = pieces.filter(piece => piece !== '')
  if (named.length === 0) return null
  const numbers = named.flatMap(piece => readAccountNumber(piece) ?? [])
  const found = await findByNumber(bank().db, [...new Set(numbers)])
  const ids: string[] = []
  for (const piece of named) {
    const number = isUuid(piece) ? null : readAccountNumber(piece)
    const rows = found.filter(row => row.number === number)
    if (isUuid(piece)) ids.push(piece)
    else if (rows.length > 0) ids.push(...rows.map(({ id }) => id))
    else {
      const detail = `“${printable(piece, 60)}” is no account of this bank.`
      return inputProblem('UnknownAccount', 'accountIds', detail)
    }
  }
  return ids
}

/** The tokens, the newest first. */
export async function listTokens(
  viewer: Viewer,
  cursor: string | null = null,
): Promise<Page<TokenJson> | Problem> {
  const barred = mayDo(viewer, 'manageTokens')
  if (barred) return barred
  const { db } = bank()
  const place = cursor === null ? undefined : (readTokenCursor(cursor) ?? undefined)
  const rows = await kept.listTokens(db, { cursor: place, limit: PAGE + 1 })
  const shown = rows.slice(0, PAGE)
  const makers = await findUsersById(db, [...new Set(shown.map(row => row.createdBy))])
  const nameOf = (id: string) => makers.find(maker => maker.id === id)?.name ?? id
  const last = shown.at(-1)
  return {
    items: shown.map(row => tokenJson(row, nameOf(row.createdBy))),
    nextCursor: rows.length > PAGE && last ? `${last.createdAt.toISOString()} ${last.id}` : null,
  }
}

/** A cursor of the list: the moment and the id of its last token; null when it is invalid. */
export function readTokenCursor(text: string): { createdAt: Date; id: string } | null {
  const [time = '', id = '', ...rest] = text.split(' ')
  const createdAt = new Date(time)
  if (rest.length > 0 || !isUuid(id) || Number.isNaN(createdAt.getTime())) return null
  return createdAt.toISOString() === time ? { createdAt, id } : null
}

/** Revokes a token and ends its streams; null, or why not. One that is revoked already stays so. */
export async function revokeToken(viewer: Viewer, id: string): Promise<Problem | null> {
  const barred = mayDo(viewer, 'manageTokens')
  if (barred) return barred
  const unknown = problem('NotFound', 'No token has this ID.')
  if (!isUuid(id)) return unknown
  const revoked = await kept.revokeToken(bank().db, id, viewer.userId, new Date())
  if (revoked === 'unknown') return unknown
  if (revoked === 'before') return null
  endStreamsOf(revoked.hash)
  recordAccess({ kind: 'token-revoked', by: viewer, subject: id.toLowerCase() })
  return null
}

function tokenJson(row: kept.TokenRow, createdBy: string): TokenJson {
  const { id, name, ending, role, scopes, accountIds } = row
  return {
    ...{ id, name, ending, role, accountIds },
    scopes: scopes as Scope[], // as they were checked when it was made
    createdAt: row.createdAt.toISOString(),
    createdBy: { id: row.createdBy, name: createdBy },
    expiresAt: row.expiresAt.toISOString(),
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    revokedAt: row.revokedAt?.toISOString() ?? null,
  }
}
