import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { databaseUrl } from '../connection'
import type { Said } from '../import/book'
import { importFile } from '../import/import-file'
import { openReport } from '../import/report'
import { isStagingLost } from '../import/staging'
import { migrate } from '../migrate'
import { toolSentence } from '../trouble/tool-sentences'

const USAGE = `Usage: npm run import -- FILE.csv --source NAME --currency CODE
         [--opening AMOUNT | --opening ACCOUNT=AMOUNT ...] [--skip-invalid]

Imports account statements from another bank: one account per account_id, one deposit or
withdrawal per row, effective on its date. db/demo/README.md lists the columns.

  --source NAME     the bank that the file comes from; each account gets the reference
                    NAME/account_id
  --currency CODE   the currency of the amounts, such as EUR (ISO 4217), or a
                    unit of DAYBOOK_UNITS
  --opening AMOUNT  the balance brought forward, when the first balance doesn't follow from zero;
                    ACCOUNT=AMOUNT for each account when the file has several
  --skip-invalid    skip malformed rows, if the balances still add up without them

The demo file needs neither source nor currency. Every row is checked before anything is recorded:
each balance_after must follow from the one before it, or from the balance of an account that
exists already. If one row fails, nothing is imported. A file sorted newest first is read from its
end. Importing a file twice adds nothing: restart an interrupted import with the same command, or
import a longer version of the file to add its new rows.`

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

/** The parsed options; null for help, a sentence for invalid ones. */
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
    // npm runs scripts in the project's folder; INIT_CWD is the caller's.
    const path = resolve(process.env.INIT_CWD ?? '.', file)
    const { source, currency, opening: openings } = values
    return { file: path, source, currency, openings, skipInvalid: values['skip-invalid'] ?? false }
  } catch (error) {
    return error instanceof Error ? error.message : 'Invalid arguments.'
  }
}

const STAGING_LOST = 'The database can’t be reached, or the connection to it was lost.'

/** Runs the import. @returns the exit code: 0 success; 1 refused, stopped, or with differences */
async function run(asked: Asked): Promise<0 | 1> {
  const report = openReport(process.stdout, asked.skipInvalid)
  try {
    const url = databaseUrl()
    await migrate(url)
    return report.close(await importFile({ ...asked, url, listener: report }))
  } catch (error) {
    const sentence = isStagingLost(error) ? STAGING_LOST : toolSentence(error)
    if (sentence === null) throw error
    report.interrupt()
    console.error(
      `${sentence} Rows imported so far are kept. Run the same command again to continue.`,
    )
    return 1
  }
}
