/** The tables that a hash-distributed PostgreSQL spreads by `aggregate_id`. */
export const DISTRIBUTED = [
  'events',
  'events_archive',
  'snapshots',
  'commands',
  'outbox',
  'accounts',
]

/** A statement as sent. */
export type Sent = { readonly text: string; readonly values: readonly unknown[] }

type Rule = {
  readonly fault: string
  readonly broken: (statement: string, volatile: ReadonlySet<string>) => boolean
}

const tables = `(?:public\\.)?(?:${DISTRIBUTED.join('|')})\\b`
const write = new RegExp(`(?=\\b(?:(?:insert into|update) (?:only )?${tables}|append_v\\d+\\())`)
const updates = /\bupdate (?:only )?\w+(?: as)?(?: \w+)? set\b|\bdo update set\b/
const mentions = new RegExp(`\\b(?:from|join|update|into) ${tables}`)

/**
 * What a PostgreSQL distributed by a hash of `aggregate_id` (Citus) can't run, or what makes two
 * writers deadlock. Each rule checks one statement, without comments and literals, in lower case.
 */
const RULES: readonly Rule[] = [
  {
    fault: 'a truth that hangs on an advisory lock',
    broken: statement => /\bpg_(try_)?advisory/.test(statement),
  },
  {
    fault: 'a number drawn from a sequence',
    broken: statement =>
      /\b(nextval|currval|lastval|setval)\(|\b(big|small)?serial\b|\bas identity\b/.test(statement),
  },
  {
    fault: 'a rule, or a NOTIFY that is no function call after the commit’s work',
    broken: statement => /\bcreate (or replace )?rule\b|^notify\b/.test(statement),
  },
  {
    fault: 'the name of a constraint',
    broken: statement => /\bon constraint\b|\bconstraint_name\b/.test(statement),
  },
  {
    fault: 'an ON CONFLICT without aggregate_id in its target',
    broken: statement =>
      new RegExp(`\\binsert into ${tables}`).test(statement) &&
      /\bon conflict\b(?! \([^)]*\baggregate_id\b)/.test(statement),
  },
  {
    fault: 'a lock on rows of more than one aggregate',
    broken: statement =>
      /\bfor (no key update|update|key share|share)\b/.test(statement) &&
      mentions.test(statement) &&
      !/\baggregate_id = \$\d/.test(statement),
  },
  {
    fault: 'an UPDATE of the column that rows are distributed by',
    broken: statement =>
      setLists(statement).some(list => /(?:^|, |\()aggregate_id\b[^=,]*=/.test(list)),
  },
  {
    fault: 'a volatile function in an UPDATE',
    broken: (statement, volatile) =>
      updates.test(statement) &&
      [...statement.matchAll(/\b([a-z_]\w*)\(/g)].some(([, name = '']) => volatile.has(name)),
  },
]

const DISORDER = 'rows of several aggregates written in no order'

/** What a text tells without its values: the faults, and the parts that write rows. */
type Known = { readonly faults: readonly string[]; readonly writes: readonly string[] }

/** By the volatile functions and the text: the program sends the same few texts again and again. */
const known = new WeakMap<ReadonlySet<string>, Map<string, Known>>()
const KNOWN_MAX = 5_000

/** The faults of a statement, in words; `volatile` has the server's volatile functions. */
export function faultsOf({ text, values }: Sent, volatile: ReadonlySet<string>): string[] {
  const { faults, writes } = lookAt(text, volatile)
  return writes.every(part => isSorted(part, values)) ? [...faults] : [...faults, DISORDER]
}

function lookAt(text: string, volatile: ReadonlySet<string>): Known {
  const texts = known.get(volatile) ?? new Map<string, Known>()
  known.set(volatile, texts)
  const found = texts.get(text)
  if (found) return found
  if (texts.size >= KNOWN_MAX) texts.clear()
  const statement = plain(text)
  const looked = {
    faults: RULES.filter(({ broken }) => broken(statement, volatile)).map(({ fault }) => fault),
    writes: statement.split(write).filter(part => write.test(part)),
  }
  texts.set(text, looked)
  return looked
}

/** What each UPDATE and each DO UPDATE of a distributed table sets. */
function setLists(statement: string): string[] {
  const list = new RegExp(
    `(?:\\bupdate (?:only )?${tables}(?: as)?(?: \\w+)?|\\bdo update) set (.*?)(?= from | where | returning |$)`,
    'g',
  )
  return [...statement.matchAll(list)].map(([, found = '']) => found)
}

function plain(text: string): string {
  return text
    .replaceAll(/--[^\n]*/g, ' ')
    .replaceAll(/\$(\w*)\$[\s\S]*?\$\1\$/g, "''")
    .replaceAll(/'(?:[^']|'')*'/g, "''")
    .replaceAll('"', '')
    .replaceAll(/\s+/g, ' ')
    .toLowerCase()
    .trim()
}

/**
 * Rows come as arrays, or as array literals (`{a,b}`), one for each column; the first array of ids
 * is their key. `append_v1` writes rows in the given order.
 */
function isSorted(write: string, values: readonly unknown[]): boolean {
  if (/\border by\b/.test(write)) return true
  const place = /\$(\d+)::uuid\[\]/.exec(write)?.[1] ?? /= any\(\$(\d+)/.exec(write)?.[1]
  const given: unknown = place && values[Number(place) - 1]
  const ids: unknown = typeof given === 'string' ? given.slice(1, -1).split(',') : given
  return !Array.isArray(ids) || ids.every((id, n) => n === 0 || ids[n - 1] <= id)
}
