// npm run db:roles: prints SQL for an administrator to run once, if the database user of
// DATABASE_URL may not create logins or revoke rights of PUBLIC. It connects to nothing.
import { APP_LOGIN, ARCHIVIST_LOGIN, loginVerifier } from '../logins.mjs'

const ownerUrl = process.env.DATABASE_URL
if (process.argv.length > 2 || !ownerUrl || !URL.canParse(ownerUrl)) {
  console.error(
    'DATABASE_URL=postgres://user:password@host/name npm run db:roles    prints SQL for the server’s ' +
      'administrator to run once\n' +
      'The embedded database doesn’t need it: npm start creates its logins.',
  )
  process.exitCode = 2
} else {
  console.log(statementsFor(ownerUrl))
}

function statementsFor(url) {
  const { searchParams, username, pathname } = new URL(url)
  const user = quote(searchParams.get('user') ?? decodeURIComponent(username))
  const database = quote(decodeURIComponent(pathname.slice(1)) || 'postgres')
  return `-- Run as the server’s administrator in the database ${database}. Safe to run again.
${[APP_LOGIN, ARCHIVIST_LOGIN].map(login => createLogin(url, login)).join('\n')}
REVOKE CREATE, TEMPORARY ON DATABASE ${database} FROM PUBLIC;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT CONNECT ON DATABASE ${database} TO ${user}, ${APP_LOGIN}, ${ARCHIVIST_LOGIN};
GRANT CREATE, TEMPORARY ON DATABASE ${database} TO ${user};
GRANT CREATE, USAGE ON SCHEMA public TO ${user};`
}

/** An existing login gets the password that is derived from the owner's. */
function createLogin(url, login) {
  const verifier = loginVerifier(url, login)
  const options = `LOGIN NOINHERIT${verifier === null ? '' : ` PASSWORD '${verifier}'`}`
  return `DO $$ BEGIN CREATE ROLE ${login} ${options};
EXCEPTION WHEN duplicate_object THEN ALTER ROLE ${login} ${options}; END $$;`
}

function quote(name) {
  return `"${name.replaceAll('"', '""')}"`
}
