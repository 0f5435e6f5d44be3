/** Changes by themselves, or with every request. */
const RESTLESS = /^(auth_sessions|auth_verifications|auth_rate|rate_limits|access_log)/
const RESTLESS_COLUMNS = ['last_used_at', 'updated_at', 'failed_verification_count', 'locked_until']

/**
 * What of the bank's data a door may change: the number of events, and all that people, tokens and
 * settings are. `sql` is a connection of the owner.
 */
export async function fingerprintOf(sql) {
  // The bank raises and clears alerts by itself.
  const [{ events }] = await sql`
    select count(*)::int as events from events
    where event_type not in ('AlertRaised', 'AlertCleared')`
  const [{ jobs }] = await sql`select count(*)::int as jobs from jobs`
  const tables = await sql`
    select tablename as name from pg_tables where schemaname = 'public'
      and tablename ~ '^(auth_|api_tokens|account_nicknames|join_|people|person)' order by 1`
  const parts = [events, jobs]
  for (const { name } of tables) {
    if (RESTLESS.test(name)) continue
    const [{ sum }] = await sql`
      select md5(coalesce(string_agg(row, '' order by row), '')) as sum from (
        select (to_jsonb(t) - ${RESTLESS_COLUMNS}::text[])::text as row from ${sql(name)} t) as rows`
    parts.push(`${name} ${sum}`)
  }
  return parts.join('\n')
}
