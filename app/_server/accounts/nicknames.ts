import 'server-only'
import { may, mayDo } from '@/app/_server/people/rights'
import type { Viewer } from '@/app/_server/people/viewer'
import { bank } from '@/app/_server/process/bank'
import { readableAccount } from '@/app/_server/streams/access'
import { allNicknames, keepNickname, nicknamesOf } from '@/db/people/nicknames'
import { cleanText, textFault } from '@/domain/text/clean'
import { isFound, searchable, searchedParts } from '@/domain/text/search'
import { unreachable } from '@/domain/unreachable'

/** The longest nickname, in characters as people count them. */
export const NICKNAME_LENGTH_MAX = 40

/** The most nicknames of one person that a search reads. */
const SEARCHED_MAX = 1_000

/** The nicknames that a customer gave these accounts, by account id. Staff give none. */
export async function readNicknames(
  viewer: Viewer,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  return may(viewer, 'giveNicknames') ? nicknamesOf(bank().db, viewer.userId, ids) : new Map()
}

/** All nicknames that a customer gave, for a search. */
export async function ownNicknames(viewer: Viewer): Promise<ReadonlyMap<string, string>> {
  if (!may(viewer, 'giveNicknames')) return new Map()
  return allNicknames(bank().db, viewer.userId, SEARCHED_MAX)
}

/** The accounts that a customer's nicknames are found for; whether they may still read them is not asked. */
export async function findNicknamed(viewer: Viewer, q: string): Promise<string[]> {
  if (!may(viewer, 'giveNicknames') || searchedParts(q) === null) return []
  const nicknames = [...(await ownNicknames(viewer))]
  return nicknames.filter(([, word]) => isFound(searchable([word]), q)).map(([id]) => id)
}

/** Why a nickname can't be kept, as a sentence; null when it is kept, or removed by an empty text. */
export async function setNickname(
  viewer: Viewer,
  accountId: string,
  text: string,
): Promise<string | null> {
  const fault = nicknameFault(text)
  const barred = mayDo(viewer, 'giveNicknames')
  if (barred) return barred.detail
  if (fault !== null) return fault
  const account = await readableAccount(viewer, accountId)
  if (!account) return 'This account does not exist, or is not yours.'
  await keepNickname(bank().db, viewer.userId, account.id, cleanText('name', text) || null)
  return null
}

/** Why a text is no nickname, as a sentence; null for an empty one, too. */
export function nicknameFault(text: string): string | null {
  const nickname = cleanText('name', text)
  return nickname === '' ? null : faultOf(nickname)
}

function faultOf(nickname: string): string | null {
  const fault = textFault('name', nickname, NICKNAME_LENGTH_MAX)
  switch (fault) {
    case null:
      return null
    case 'too-long':
    case 'too-heavy':
      return `Use at most ${NICKNAME_LENGTH_MAX} characters.`
    case 'unprintable':
    case 'invisible':
      return 'Use letters, digits and signs only.'
    default:
      return unreachable(fault)
  }
}
