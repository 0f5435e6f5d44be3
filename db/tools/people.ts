import { parseArgs } from 'node:util'
import { handleUntilAnswered } from '@/domain/event-sourcing/command-handler'
import { ROLES } from '@/domain/person/role'
import { databaseUrl } from '../connection'
import type { Desk } from '../directory/desk'
import { type Said, VERBS } from '../directory/verbs'
import { createEventStore } from '../event-store'
import { openDb } from '../query'
import { toolSentence } from '../trouble/tool-sentences'

const USAGE = `Usage: npm run people -- COMMAND

  add ROLE --email ADDRESS --name NAME   invites somebody; prints the link by which they set a password
  role ADDRESS ROLE                      changes what somebody may do; ends their sessions
  disable ADDRESS                        locks somebody out at once
  enable ADDRESS                         lets them in again
  reset ADDRESS                          takes password and second factor; prints a link for new ones
  list                                   everybody, with role and standing
  disable-demo                           disables the people of the demo bank

The roles are ${ROLES.join(', ')}. A link can be used once: an invitation for seven days, a reset for
one. It begins with BETTER_AUTH_URL, or with http://localhost and PORT.`

async function run(args: readonly string[]): Promise<Said> {
  const asked = readArguments(args)
  if (typeof asked === 'string') return usage(asked)
  const { verb, rest, values } = asked
  if (values.help) return { lines: [USAGE] }
  const work = Object.hasOwn(VERBS, verb) ? VERBS[verb] : undefined
  if (!work) return usage(verb === '' ? 'Name a command.' : `There is no command “${verb}”.`)
  if (rest.length !== work.takes) return usage(`“${verb}” takes ${work.needs}.`)
  if (verb !== 'add' && (values.email !== undefined || values.name !== undefined)) {
    return usage('Only “add” takes --email and --name.')
  }
  const store = createEventStore(databaseUrl())
  const db = openDb(databaseUrl(), { max: 2 })
  const execute: Desk['execute'] = async envelope => {
    const [answer] = await handleUntilAnswered([envelope], store)
    return answer ?? { outcome: 'unavailable', reason: 'busy' }
  }
  try {
    const desk = { db, execute, followPeople: store.followPeople }
    return await work.run(desk, rest, values)
  } finally {
    await Promise.all([store.close(), db.$client.end({ timeout: 5 })])
  }
}

function readArguments(args: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        email: { type: 'string' },
        name: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    })
    const [verb = '', ...rest] = positionals
    return { verb, rest, values }
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

function usage(fault: string): Said {
  return { fault, isUsage: true }
}

const said = await run(process.argv.slice(2)).catch((error: unknown): Said => {
  const sentence = toolSentence(error)
  if (sentence === null) throw error
  return { fault: `${sentence} Nothing was changed, or not all of it.` }
})
if ('lines' in said) {
  for (const line of said.lines) console.log(line)
} else {
  console.error(said.isUsage ? `${said.fault}\n\n${USAGE}` : said.fault)
  process.exitCode = said.isUsage ? 2 : 1
}
