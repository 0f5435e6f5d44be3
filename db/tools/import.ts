import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { databaseUrl } from '../connection'
import { troubleOf } from '../failures'
import { importFile } from '../import/import-file'
import { openReport } from '../import/report'
import { isStagingLost } from '../import/staging'
import { migrate } from '../migrate'

const USAGE = `Usage: npm run import -- FILE.csv [--skip-invalid]

Imports the book of another bank: one account per account_id, every row a deposit or withdrawal
on its date. Malformed rows are named and nothing is imported, unless --skip-invalid leaves them
out. Afterwards each row's balance_after is compared with the balance that the events give.
Importing a file again adds nothing, so an import that was interrupted is simply started again.`

const asked = readArguments()
if (typeof asked === 'string') {
  console.error(`${asked}\n\n${USAGE}`)
  process.exitCode = 2
} else if (asked === null) {
  console.log(USAGE)
} else {
  process.exitCode = await run(asked)
}

type Asked = { readonly file: string; readonly skipInvalid: boolean }

/** What is asked; null for help, a sentence for what can't be understood. */
function readArguments(): Asked | string | null {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { 'skip-invalid': { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
    })
    if (values.help) return null
    const [file, ...more] = positionals
    if (!file) return 'Name the file to import.'
    if (more.length > 0) return 'Import one file at a time.'
    // npm runs scripts in the project's folder and tells where it was called.
    const path = resolve(process.env.INIT_CWD ?? '.', file)
    return { file: path, skipInvalid: values['skip-invalid'] ?? false }
  } catch (error) {
    return error instanceof Error ? error.message : 'The arguments cannot be understood.'
  }
}

/** Runs the import. @returns the exit code: 0 all is well, 1 refused, or with differences. */
async function run({ file, skipInvalid }: Asked): Promise<0 | 1> {
  const report = openReport(process.stdout, skipInvalid)
  try {
    const url = databaseUrl()
    await migrate(url)
    return report.close(await importFile({ url, file, skipInvalid, listener: report }))
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
