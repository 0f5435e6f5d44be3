import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { databaseUrl } from '../connection'
import type { Said } from '../import/book'
import { importFile } from '../import/import-file'
import { openReport } from '../import/report'
import { isStagingLost } from '../import/staging'
import { migrate } from '../migrate'
import { troubleOf } from '../trouble/failures'

const USAGE = `Usage: npm run import -- FILE.csv --source NAME --currency CODE
         [--opening AMOUNT | --opening ACCOUNT=AMOUNT ...] [--skip-invalid]

Imports the book of another bank: one account per account_id, every row a deposit or withdrawal
on its date. db/demo/README.md says what columns a file must have.

  --source NAME     the bank that the file comes from; NAME and account_id together are the
                    account here, and it is found by the reference NAME/account_id
  --currency CODE   what the amounts are in, such as EUR (ISO 4217)
  --opening AMOUNT  the balance that the account was brought forward with, when its first balance
                    doesn't follow from zero; ACCOUNT=AMOUNT, for each, where there are several
  --skip-invalid    leave malformed rows out, where the balances follow without them

The demo's own file needs neither source nor currency. Before anything is recorded every row is
checked: that each balance_after follows from the one before it, and goes on from where an account
stands that is here already. If one doesn't, nothing is imported. A file that is newest first is
read from its end. Importing a file again adds nothing, so an import that was interrupted is simply
started again, and a longer version of a file adds what is new in it.`

const asked = readArguments()
if (typeof asked === 'string') {
  console.error(`${asked}\n\n${USAGE}`)
  process.exitCode = 2
} else if (asked === null) {
  console.log(USAGE)
} else {
  process.exitCode = await run(asked)
}

type Asked = Said & { readonly file: string; readonly skipInvalid: boolean }

/** What is asked; null for help, a sentence for what can't be understood. */
function readArguments(): Asked | string | null {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        source: { type: 'string' },
        currency: { type: 'string' },
        opening: { type: 'string', multiple: true },
        'skip-invalid': { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    })
    if (values.help) return null
    const [file, ...more] = positionals
    if (!file) return 'Name the file to import.'
    if (more.length > 0) return 'Import one file at a time.'
    // npm runs scripts in the project's folder and tells where it was called.
    const path = resolve(process.env.INIT_CWD ?? '.', file)
    const { source, currency, opening: openings } = values
    return { file: path, source, currency, openings, skipInvalid: values['skip-invalid'] ?? false }
  } catch (error) {
    return error instanceof Error ? error.message : 'The arguments cannot be understood.'
  }
}

/** Runs the import. @returns the exit code: 0 all is well, 1 refused, stopped, or with differences. */
async function run(asked: Asked): Promise<0 | 1> {
  const report = openReport(process.stdout, asked.skipInvalid)
  try {
    const url = databaseUrl()
    await migrate(url)
    return report.close(await importFile({ ...asked, url, listener: report }))
  } catch (error) {
    const trouble = troubleOf(error)
    if (trouble === null && !isStagingLost(error)) throw error
    report.interrupt()
    if (trouble !== null && trouble !== 'outage') {
      console.error('The database can record nothing now: look at its storage and its log.')
    }
    console.error(
      'The database is out of reach, or was. What was imported so far stays; once it runs, ' +
        'the same command goes on where this one stopped.',
    )
    return 1
  }
}
