import 'server-only'
import { may } from '@/app/_server/people/rights'
import type { Viewer } from '@/app/_server/people/viewer'
import { bank } from '@/app/_server/process/bank'
import type { FilterChoices } from '@/app/_wire/filter-choices'
import { listAccounts } from '@/db/accounts/accounts'
import { listUsers } from '@/db/people/users'

const PEOPLE_MAX = 100
const ACCOUNTS_MAX = 50

const NO_CHOICES: FilterChoices = { people: [], accounts: [], currencies: [] }

/** How long the people are kept: their list has no index, and hardly changes. */
const FRESH_MS = 30_000

type Known = { readonly until: number; readonly people: ReturnType<typeof listUsers> }
const known = new WeakMap<object, Known>()

function knownPeople(): Known['people'] {
  const { db } = bank()
  const found = known.get(db)
  if (found && found.until > Date.now()) return found.people
  const people = listUsers(db, PEOPLE_MAX)
  known.set(db, { until: Date.now() + FRESH_MS, people })
  people.catch(() => known.delete(db))
  return people
}

/** What the filters of a list offer to pick from: for staff, who alone may know of others. */
export async function filterChoices(viewer: Viewer, ofBank: boolean): Promise<FilterChoices> {
  if (!may(viewer, 'readBank')) return NO_CHOICES
  const { db, store } = bank()
  const [people, accounts, spans] = await Promise.all([
    knownPeople(),
    ofBank ? listAccounts(db, { limit: ACCOUNTS_MAX }) : { rows: [] },
    ofBank ? store.insights.flowSpans() : [],
  ])
  return {
    people: people.map(({ name, role }) => ({ name, role })),
    accounts: accounts.rows.map(({ number, owner }) => ({ number, owner })),
    currencies: spans.map(({ currency }) => currency),
  }
}
