import 'server-only'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { bank } from './bank'
import { seedDemoBank } from './demo-bank'

const EXTRACT = fileURLToPath(new URL('../../db/demo/berka-extract.csv', import.meta.url))

/** Seeds the demo bank once: `node --conditions=react-server --import tsx app/_server/seed.ts`. */
try {
  const seeded = await seedDemoBank(importExtract)
  console.log(seeded ? 'The demo bank is ready.' : 'The demo bank was there already.')
} finally {
  await bank().close()
}

async function importExtract(): Promise<void> {
  if (!existsSync(EXTRACT)) return
}
