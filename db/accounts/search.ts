import { and, desc, like, or, type SQL, sql } from 'drizzle-orm'
import { folded } from '@/domain/text/folded'
import { searchable, searchedParts } from '@/domain/text/search'
import type { Sql } from '../connection'
import { accounts } from '../schema'

/** The form of `search_text`, which each row begins with. With another one all rows are folded anew. */
const FORM = '3'

type Searched = {
  readonly owner: string
  readonly number: string
  readonly reference: string | null
}

/** What searches of the account list look into: owner, number and reference. */
export function searchText({ owner, number, reference }: Searched): string {
  const groups = number.split(' ')
  // Also without spaces, from each group on.
  const numbers = groups.map((_, at) => groups.slice(at).join(''))
  return `${FORM}\n${inAscii(searchable([owner, numbers.join(' '), reference ?? '']))}`
}

/**
 * Other letters as their codes, after a capital that folded texts don't have: where a database's
 * locale knows the letters of English only, its trigrams leave out all others.
 */
function inAscii(text: string): string {
  return text.replace(/\P{ASCII}/gu, letter => `X${letter.codePointAt(0)?.toString(36)}`)
}

/** The accounts that a search finds; undefined: all. */
export function foundBy(search: string | undefined): SQL | undefined {
  const parts = searchedParts(search ?? '')
  if (parts === null) return undefined
  const number = folded(search ?? '').replaceAll(' ', '')
  return or(
    and(...parts.map(contains)),
    // A number, or a part of it, in other groups than ours.
    parts.length > 1 && /^(?:db)?\d{5,}$/.test(number) ? contains(number) : undefined,
  )
}

/** The shortest word that few accounts have. */
const RARE_LENGTH_MIN = 3

/**
 * The order of a search, newest opened first. PostgreSQL can't tell how rare a word is, and would walk
 * the whole list for it in this order; so the order of a search with such a word is no index's.
 */
export function orderOf(search: string | undefined): SQL[] {
  const isRare = searchedParts(search ?? '')?.some(part => part.trim().length >= RARE_LENGTH_MIN)
  const { openedAt, aggregateId } = accounts
  return [desc(isRare ? sql`${openedAt} + interval '0'` : openedAt), desc(aggregateId)]
}

function contains(part: string): SQL {
  return like(accounts.searchText, `%${inAscii(part).replaceAll(/[\\%_]/g, '\\$&')}%`)
}

/** How many rows are folded at a time. */
const PAGE = 1_000

/**
 * Folds the rows that an older program wrote, in pages, while writers go on: a row that changes
 * meanwhile has been folded by its writer. Does nothing when all rows have the present form.
 * @returns how many rows it has changed
 */
export async function refoldSearch(client: Sql): Promise<number> {
  let [changed, after] = [0, '00000000-0000-0000-0000-000000000000']
  for (;;) {
    // Plain SQL: updates of many rows, each to a value of its own.
    const rows = await client<(Searched & { id: string })[]>`
      select aggregate_id as id, owner, number, reference from accounts
      where aggregate_id > ${after} and not starts_with(search_text, ${`${FORM}\n`})
      order by aggregate_id limit ${PAGE}`
    const last = rows.at(-1)
    if (!last) return changed
    const { count } = await client`
      update accounts as a set search_text = n.search_text
      from (
        select * from unnest(
          ${rows.map(({ id }) => id)}::uuid[], ${rows.map(({ owner }) => owner)}::text[],
          ${rows.map(({ reference }) => reference)}::text[], ${rows.map(searchText)}::text[]
        ) as one (id, owner, reference, search_text)
        order by id
      ) as n
      where a.aggregate_id = n.id and a.owner = n.owner
        and a.reference is not distinct from n.reference`
    changed += count
    after = last.id
  }
}
