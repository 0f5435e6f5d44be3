import 'server-only'
import { fileURLToPath } from 'node:url'
import { replaceSink } from '@/app/_server/log/logger'
import { createSink } from '@/app/_server/log/sink'
import { bank } from '@/app/_server/process/bank'
import { peopleDesk } from '@/app/_server/process/people-desk'
import { enrolEverybody } from '@/db/directory/desk'
import { setUpLink } from '@/db/directory/join'
import { importFile } from '@/db/import/import-file'
import { DEMO_BOOK } from '@/db/import/statement'
import { DEMO_PASSWORD } from '@/db/people/demo-people'
import { demoSignIns } from './demo'
import { seedDemoBank } from './demo-bank'

const EXTRACT = fileURLToPath(new URL('../../../db/demo/berka-extract.csv', import.meta.url))

/**
 * Prepares the people of a bank at its start: `node --conditions=react-server --import tsx
 * app/_server/demo/seed.ts`, with the login of the web process in DATABASE_URL and the owner's in
 * DATABASE_OWNER_URL. With `DAYBOOK_DEMO=on` it seeds the demo bank once, whose passwords are
 * public. Everybody gets a stream in the log; a bank in which nobody can sign in gets a link to set
 * it up. Its one line of output gives the launcher the result.
 */
// Standard output is for the result alone.
replaceSink(createSink(2))
try {
  const seeded = process.env.DAYBOOK_DEMO === 'on' && (await seedDemoBank(importExtract))
  await enrolEverybody(peopleDesk())
  const signIns = await demoSignIns()
  const setUp = await setUpLink(bank().db)
  const said = { seeded, signIns, password: DEMO_PASSWORD, setUpToken: setUp?.token ?? null }
  console.log(JSON.stringify(said))
} finally {
  await bank().close()
}

async function importExtract(): Promise<void> {
  const result = await importFile({
    ...DEMO_BOOK,
    url: process.env.DATABASE_OWNER_URL ?? '',
    file: EXTRACT,
  })
  if (result.outcome !== 'imported' || result.comparison.differing > 0) {
    throw new Error(`Importing the demo bank’s history failed: ${JSON.stringify(result)}`)
  }
}
