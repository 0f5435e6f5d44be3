import { readDemo } from '../demo.mjs'
import { requireSettings } from '../settings.mjs'
import { readHost, readPort } from '../web.mjs'

/** The exit code for settings that are missing or wrong (EX_CONFIG of sysexits.h): retrying is no use. */
export const EXIT_SETTINGS = 78

const SECRET_LENGTH_MIN = 32

/**
 * What is wrong with the settings of `serve`, all of it, each with how to set it right.
 * @param {NodeJS.ProcessEnv} env
 * @param {{ hasEmbedded: boolean }} release whether it has the embedded PostgreSQL
 * @returns {string[]} sentences; none if the bank can start
 */
export function settingFaults(env, { hasEmbedded }) {
  const checks = hasEmbedded && !env.DATABASE_URL ? ofEmbedded(env) : ofServer(env)
  for (const read of [readHost, readPort, requireSettings, readDemo]) {
    try {
      read()
    } catch (error) {
      checks.push(error.message)
    }
  }
  return checks.filter(fault => fault !== null)
}

/** Secrets are made by the bank itself, and kept in its folder. */
function ofEmbedded({ DAYBOOK_DATA: data, BETTER_AUTH_URL: url }) {
  return [
    data
      ? null
      : 'DAYBOOK_DATA is missing: the folder of the embedded database, outside the release, such as\n' +
        '    DAYBOOK_DATA=/var/lib/daybook\n' +
        'Or set DATABASE_URL to a PostgreSQL server of your own.',
    url ? addressFault(url) : null,
  ]
}

/** All instances on a database share these, so none can make them up. */
function ofServer(env) {
  return [
    databaseFault(env.DATABASE_URL),
    secretFault(env.BETTER_AUTH_SECRET),
    keyFault(env.NEXT_SERVER_ACTIONS_ENCRYPTION_KEY),
    addressFault(env.BETTER_AUTH_URL),
  ]
}

function databaseFault(url = '') {
  if (URL.canParse(url) && /^postgres(ql)?:$/.test(new URL(url).protocol)) return null
  return (
    `DATABASE_URL is ${url === '' ? 'missing' : 'no PostgreSQL URL'}: the database (PostgreSQL 15 or newer), as the owner of its tables, such as\n` +
    '    DATABASE_URL=postgres://daybook:PASSWORD@127.0.0.1:5432/daybook'
  )
}

function secretFault(secret = '') {
  if (secret.length >= SECRET_LENGTH_MIN) return null
  return (
    `BETTER_AUTH_SECRET is ${secret === '' ? 'missing' : `shorter than ${SECRET_LENGTH_MIN} characters`}: it signs the sessions. Make one, keep it, and give it to every instance:\n` +
    '    openssl rand -base64 32'
  )
}

function keyFault(key = '') {
  const bytes = Buffer.from(key, 'base64')
  if (bytes.length === 32 && bytes.toString('base64') === key) return null
  return (
    `NEXT_SERVER_ACTIONS_ENCRYPTION_KEY is ${key === '' ? 'missing' : 'not 32 bytes in base64'}: it encrypts what forms carry. Make one, keep it, and give it to every instance:\n` +
    '    openssl rand -base64 32'
  )
}

function addressFault(url = '') {
  if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return null
  return (
    `BETTER_AUTH_URL is ${url === '' ? 'missing' : 'no http or https URL'}: the address that browsers use, such as\n` +
    '    BETTER_AUTH_URL=https://bank.example.com'
  )
}
