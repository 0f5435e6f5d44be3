import 'server-only'
import { mayDo } from '@/app/_server/people/rights'
import type { Viewer } from '@/app/_server/people/viewer'
import { bank } from '@/app/_server/process/bank'
import { findByNumber } from '@/db/accounts/accounts'
import { findUsers } from '@/db/people/users'
import { readAccountNumber } from '@/domain/money/account-number'

type Subject = { readonly accountId: string } | { readonly personId: string }

/** The account or person that somebody typed, by number or e-mail address; or why it is none. */
export async function findSubject(
  viewer: Viewer,
  typed: string,
): Promise<Subject | { readonly sentence: string }> {
  const barred = mayDo(viewer, 'writeCases')
  if (barred) return { sentence: barred.detail }
  const text = typed.trim()
  const { db } = bank()
  if (text.includes('@')) {
    const [person] = await findUsers(db, [text.toLowerCase().replaceAll('\0', '\uFFFD')])
    return person ? { personId: person.id } : { sentence: 'Nobody has this e-mail address.' }
  }
  const number = readAccountNumber(text)
  if (number === null) return { sentence: 'Enter an account number or an e-mail address.' }
  const [account, another] = await findByNumber(db, [number])
  if (!account) return { sentence: 'No account has this number.' }
  if (another) {
    return { sentence: 'Two accounts have this number. Open the account and press Cases there.' }
  }
  return { accountId: account.id }
}
