import type { Sql } from '../connection'
import { APP_LOGIN, ARCHIVIST_LOGIN } from '../logins.mjs'

/**
 * The rights of each login, as a Markdown table, read from the catalogue: on tables, and on
 * functions that run as the owner. All sources of rights count, PUBLIC and memberships included.
 * The owner of the tables may do all of it, and change the tables.
 */
export async function rightsTable(sql: Sql): Promise<string> {
  const rows = await sql<{ place: string; app: string[]; archivist: string[] }[]>`
    with place (kind, name, place, rights) as (
      select 1, '', 'the database',
        array(select right_ from unnest(${['CONNECT', 'CREATE', 'TEMPORARY']}::text[]) as right_)
      union all
      select 2, nspname, 'schema ' || nspname, ${['USAGE', 'CREATE']}::text[]
      from pg_namespace where nspname !~ '^pg_|^information_schema$'
      union all
      select 3, relname, '\`' || relname || '\`', ${TABLE_RIGHTS}::text[]
      from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'v', 'm', 'p', 'f')
      union all
      select 4, oid::text, '\`' || proname || '()\`', ${['EXECUTE']}::text[]
      from pg_proc where pronamespace = 'public'::regnamespace and prosecdef
    )
    select place,
      array(select r from unnest(rights) with ordinality as t (r, n)
        where case kind
          when 1 then has_database_privilege(${APP_LOGIN}, current_database(), r)
          when 2 then has_schema_privilege(${APP_LOGIN}, name, r)
          when 3 then has_table_privilege(${APP_LOGIN}, 'public.' || quote_ident(name), r)
          else has_function_privilege(${APP_LOGIN}, name::oid, r) end
        order by n) as app,
      array(select r from unnest(rights) with ordinality as t (r, n)
        where case kind
          when 1 then has_database_privilege(${ARCHIVIST_LOGIN}, current_database(), r)
          when 2 then has_schema_privilege(${ARCHIVIST_LOGIN}, name, r)
          when 3 then has_table_privilege(${ARCHIVIST_LOGIN}, 'public.' || quote_ident(name), r)
          else has_function_privilege(${ARCHIVIST_LOGIN}, name::oid, r) end
        order by n) as archivist
    from place order by kind, name`
  const said = (rights: readonly string[]) => rights.join(', ').toLowerCase() || '–'
  return [
    `| | \`${APP_LOGIN}\` | \`${ARCHIVIST_LOGIN}\` |`,
    '|---|---|---|',
    ...rows.map(({ place, app, archivist }) => `| ${place} | ${said(app)} | ${said(archivist)} |`),
  ].join('\n')
}

const TABLE_RIGHTS = ['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']
