import 'server-only'
import { listAccounts } from '@/app/_server/accounts/accounts'
import { readNicknames } from '@/app/_server/accounts/nicknames'
import { findPaid } from '@/app/_server/accounts/payees'
import { may } from '@/app/_server/people/rights'
import type { Viewer } from '@/app/_server/people/viewer'
import type { SearchHitJson } from '@/app/_wire/search'
import type { AccountJson } from '@/app/_wire/types'
import { hasWords } from './words'

const ACCOUNTS_MAX = 6
const PAYEES_MAX = 5

/** A Latin letter alone begins a word of nearly every account. */
const TOO_SHORT = /^[ -~]$/

/** The accounts that a viewer may read, by owner, number, reference, or their nickname. */
export async function findAccounts(viewer: Viewer, q: string): Promise<SearchHitJson[]> {
  // Of a whole bank no account is more likely than another.
  if (may(viewer, 'readBank') && (q === '' || TOO_SHORT.test(q))) return []
  const { items: shown, nextCursor } = await listAccounts(viewer, { q, limit: ACCOUNTS_MAX })
  const nicknames = await readNicknames(
    viewer,
    shown.map(({ id }) => id),
  )
  const hits = shown.map(account => accountHit(account, nicknames.get(account.id)))
  return q !== '' && nextCursor !== null ? [...hits, allThatMatch(q)] : hits
}

function accountHit(account: AccountJson, nickname: string | undefined): SearchHitJson {
  const { id, owner, number, reference, balance, currency, status } = account
  const told = [
    nickname === undefined ? null : owner,
    number,
    reference,
    status === 'open' ? null : status === 'frozen' ? 'Frozen' : 'Closed',
  ]
  return {
    title: nickname ?? owner,
    detail: told.filter(part => part !== null).join(' · '),
    href: `/accounts/${id}`,
    amount: { value: balance, currency },
  }
}

function allThatMatch(q: string): SearchHitJson {
  const href = `/accounts?q=${encodeURIComponent(q)}`
  return { title: `All accounts that match “${q}”`, detail: null, href, amount: null }
}

/** Those whom a customer paid before; each leads to a transfer to them. */
export async function findPayees(viewer: Viewer, q: string): Promise<SearchHitJson[]> {
  if (may(viewer, 'readBank') || q === '') return []
  const paid = await findPaid(viewer)
  return paid
    .filter(({ owner, number }) => hasWords(q, owner, number, number.replaceAll(' ', '')))
    .slice(0, PAYEES_MAX)
    .map(({ owner, number, payerId }) => ({
      title: owner,
      detail: `Send money to ${number}`,
      href: `/accounts/${payerId}/transfer?to=${number.replaceAll(' ', '')}`,
      amount: null,
    }))
}
