import 'server-only'
import { fileURLToPath } from 'node:url'
import { bank } from '@/app/_server/process/bank'
import { importFile } from '@/db/import/import-file'
import { DEMO_BOOK } from '@/db/import/statement'
import { demoSignIns } from './demo'
import { seedDemoBank } from './demo-bank'
import { DEMO_PASSWORD } from './demo-people'

const EXTRACT = fileURLToPath(new URL('../../../db/demo/berka-extract.csv', import.meta.url))

/**
 * Seeds the demo bank once: `node --conditions=react-server --import tsx app/_server/demo/seed.ts`,
 * with the login of the web process in DATABASE_URL and the owner's in DATABASE_OWNER_URL.
 * `DAYBOOK_DEMO=off` skips it: its passwords are public. Its one line of output gives the launcher
 * the result and the sign-ins.
 */
try {
  const wanted = process.env.DAYBOOK_DEMO !== 'off'
  const seeded = wanted && (await seedDemoBank(importExtract))
  console.log(JSON.stringify({ seeded, signIns: await demoSignIns(), password: DEMO_PASSWORD }))
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
