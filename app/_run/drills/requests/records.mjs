import { openOwner } from '../owner.mjs'
import { PASSWORD } from '../sign-in/clients.mjs'

/** What no request of a drill may change. */
const FIXED = {
  people: 'select id, name, email, role from auth_users order by id',
  passwords: 'select user_id, provider_id, password from auth_accounts order by user_id',
}

/** What the access log may tell of a drill: who was refused, looked at something, or left. */
const HARMLESS = new Set([
  ...[
    'signed-in',
    'sign-in-failed',
    'signed-out',
    'session-ended',
    'denied',
    'exported',
    'account-viewed',
  ],
])

/**
 * The records of a drilled bank, read from its database beside the bank.
 * @param {string} data the bank's folder
 */
export async function openRecords(data) {
  const { sql, close } = await openOwner(data)
  const take = async () => {
    const [counts] = await sql`
      select (select count(*)::int from log) as events, (select count(*)::int from commands) as commands,
        (select count(*)::int from auth_sessions) as sessions`
    const fixed = {}
    for (const [name, query] of Object.entries(FIXED)) {
      fixed[name] = JSON.stringify(await sql.unsafe(query))
    }
    return { ...counts, fixed }
  }
  return {
    take,
    /** The faults of what was written since: what nobody with the right to it had sent. */
    async compare(before, sent) {
      const after = await take()
      const events = await sql`
        select l.aggregate_id as account, l.metadata ->> 'commandId' as command,
          l.metadata -> 'actor' ->> 'id' as actor, u.email, a.customer_id = u.id as owns
        from log l
        left join auth_users u on u.id = l.metadata -> 'actor' ->> 'id'
        left join accounts a using (aggregate_id)
        where l.created_at >= ${sent.since}`
      const commands = await sql`
        select command_id as command, refused -> 'actor' ->> 'id' as actor, u.email
        from commands c left join auth_users u on u.id = c.refused -> 'actor' ->> 'id'
        where c.created_at >= ${sent.since} and refused is not null`
      const accesses = await sql`
        select kind, count(*)::int as times from access_log where at >= ${sent.since}
        group by kind order by kind`
      const told = accesses.map(({ kind, times }) => `${kind} ${times}`).join(', ')
      return {
        told: `${after.events - before.events} events, ${commands.length} refused commands; accesses: ${told || 'none'}`,
        faults: [
          ...events.flatMap(row => unsent(row, sent, events)),
          ...commands.flatMap(row => unsent(row, sent)),
          ...Object.keys(FIXED)
            .filter(name => before.fixed[name] !== after.fixed[name])
            .map(name => `the ${name} have changed`),
          ...accesses
            .filter(({ kind }) => !HARMLESS.has(kind))
            .map(({ kind, times }) => `the access log tells ${kind} ${times} times`),
          ...(after.sessions - before.sessions > sent.signIns()
            ? [`${after.sessions - before.sessions} sign-ins of ${sent.signIns()} with a password`]
            : []),
        ],
      }
    },
    close,
  }
}

/** Why an event or a refused command should not be there. */
function unsent({ command, actor, email, account, owns }, { senders, people }, events = []) {
  if (email === null) return actor === 'bank' ? [] : [`${command} is by ${actor}, who is nobody`]
  const as = Object.keys(people).find(name => people[name] === email)
  if (!senders.get(command)?.has(as)) return [`${command} is by ${email}, who has not sent it`]
  if (as !== 'customer' || account === undefined) return []
  // A transfer is on the payee's account too.
  const isOwn = owns || events.some(row => row.command === command && row.owns)
  return isOwn ? [] : [`${command} changed ${account}, which is not of ${email}`]
}

/** Keeps who sent which ids in requests that the bank may carry out. */
export function openSenders(people, port) {
  const senders = new Map()
  let signIns = 0
  return {
    people,
    senders,
    /** How many requests had somebody's password: the form of the demo people has. */
    signIns: () => signIns,
    since: new Date(),
    note({ as, method, target, headers = [], body = '' }) {
      if (method === 'POST' && String(body).includes(PASSWORD)) signIns += 1
      if (method !== 'POST' || as === 'nobody' || !mayWrite(target, headers, port)) return
      for (const [id] of String(body).matchAll(UUID)) {
        const known = senders.get(id) ?? new Set()
        senders.set(id, known.add(as === 'leaving' ? 'customer' : as))
      }
    },
  }
}

/** Whether the bank may carry a request out: JSON to the API, and nothing of another origin. */
function mayWrite(target, headers, port) {
  const of = name => headers.find(line => line.startsWith(`${name}: `))?.slice(name.length + 2)
  const origin = of('origin')
  if (origin !== undefined && origin !== `http://127.0.0.1:${port}`) return false
  if (of('sec-fetch-site') === 'cross-site') return false
  return !target.startsWith('/api/') || of('content-type') === 'application/json'
}

const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g
