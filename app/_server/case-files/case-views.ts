import 'server-only'
import { bank } from '@/app/_server/process/bank'
import type { CaseFileJson } from '@/app/_wire/case-files'
import { findAccounts } from '@/db/accounts/accounts'
import { listRecords } from '@/db/people/records'
import { findUsersById } from '@/db/people/users'
import { accountNumber } from '@/domain/money/account-number'

/** What a case file is about, as pages show it. */
export type SubjectView = {
  readonly name: string
  /** The number of an account, or an e-mail address; null when it is gone. */
  readonly detail: string | null
  /** The query of the lists and forms about it, such as `accountId=…`. */
  readonly query: string
  readonly accountId: string | null
}

type About = Pick<CaseFileJson, 'accountId' | 'personId'>

/** What some case files are about, by the id of the account or person. */
export async function subjectsOf(
  abouts: readonly About[],
): Promise<ReadonlyMap<string, SubjectView>> {
  const accountIds = abouts.flatMap(({ accountId }) => accountId ?? [])
  const personIds = abouts.flatMap(({ personId }) => personId ?? [])
  const { db } = bank()
  const [accounts, people] = await Promise.all([
    findAccounts(db, [...new Set(accountIds)]),
    findUsersById(db, [...new Set(personIds)]),
  ])
  return new Map([
    ...accounts.map(({ id, owner }): [string, SubjectView] => [
      id,
      { name: owner, detail: accountNumber(id), query: `accountId=${id}`, accountId: id },
    ]),
    ...people.map(({ id, name, email }): [string, SubjectView] => [
      id,
      {
        ...{ name, detail: email, accountId: null },
        query: String(new URLSearchParams({ personId: id })),
      },
    ]),
  ])
}

/** What one case file is about; a person who is gone has only an id. */
export async function subjectOf(about: About): Promise<SubjectView> {
  const id = about.accountId ?? about.personId ?? ''
  return (
    (await subjectsOf([about])).get(id) ?? { name: id, detail: null, query: '', accountId: null }
  )
}

const TELLERS_MAX = 200

/** Who can have a case file, by name. */
export async function tellers(): Promise<{ name: string; email: string }[]> {
  const found = await listRecords(bank().db, { role: 'teller', limit: TELLERS_MAX })
  return found.flatMap(({ name, email, disabledAt }) => (disabledAt ? [] : { name, email }))
}
