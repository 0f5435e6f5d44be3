import { formatAmount, groupAmount } from '@/domain/money/money'
import { unreachable } from '@/domain/unreachable'
import type { Difference } from './comparison'
import type { ImportListener, ImportResult, Progress } from './import-file'
import { type Output, openProgressBar } from './progress-bar'
import { describeFault } from './row-rules'

/** The maximum number of faults or differences that are listed; further ones are counted. */
const LISTED_MAX = 100

/** Reports the progress of an import on a terminal or in a log. */
export type Report = ImportListener & {
  /** Ends the report with the outcome. @returns the exit code: 0 without problems, else 1 */
  close(result: ImportResult): 0 | 1
  /** Removes the progress bar when there will be no outcome. */
  interrupt(): void
}

/** Skipped rows (`skipInvalid`) are all listed, while the file is read. */
export function openReport(output: Output, skipInvalid: boolean): Report {
  const bar = openProgressBar(output)
  const startedMs = performance.now()
  let isReading = true
  const printSome = (): ((line: string) => void) => {
    let listed = 0
    return line => {
      listed += 1
      if (listed <= LISTED_MAX) bar.print(line)
      else if (listed === LISTED_MAX + 1) bar.print(`Only the first ${LISTED_MAX} are listed.`)
    }
  }
  const [malformed, mismatches, differences] = [printSome(), printSome(), printSome()]

  return {
    onProgress({ phase, done, total }) {
      isReading = phase === 'read'
      const share = total === 0 ? null : Math.min(done / total, 1)
      bar.show(LABELS[phase], share, phase === 'read' ? bytes(done) : `${count(done)} rows`)
    },
    onFault(fault) {
      const line = describeFault(fault)
      if (!isReading) mismatches(line)
      else if (skipInvalid) bar.print(line)
      else malformed(line)
    },
    onConflict: fault => bar.print(describeFault(fault)),
    onDifference: difference => differences(describeDifference(difference)),
    interrupt: bar.clear,
    close(result) {
      for (const line of summaryOf(result, performance.now() - startedMs)) bar.print(line)
      return isWell(result) ? 0 : 1
    },
  }
}

const LABELS: Record<Progress['phase'], string> = {
  read: 'Reading the file',
  check: 'Checking balances',
  record: 'Recording the rows',
  compare: 'Comparing balances',
}

function isWell(result: ImportResult): boolean {
  return result.outcome === 'imported' && result.comparison.differing === 0
}

function summaryOf(result: ImportResult, tookMs: number): readonly string[] {
  switch (result.outcome) {
    case 'unreadable':
      return [result.sentence]
    case 'refused':
      return [summaryOfRefusal(result)]
    case 'stopped':
      return [
        `Stopped, because other programs wrote to the same accounts. ${recorded(result)} ` +
          'Recorded rows are kept. Run the import again for the rest.',
      ]
    case 'imported':
      return summaryOfImport(result, tookMs)
    default:
      return unreachable(result)
  }
}

type Refused = Extract<ImportResult, { outcome: 'refused' }>

function summaryOfRefusal({ malformed, mismatches, order }: Refused): string {
  const nothing = 'so nothing was imported.'
  if (mismatches === 0) {
    return (
      `${rowsAre(malformed)} malformed, ${nothing} ` +
      'Fix the file, or skip these rows with --skip-invalid.'
    )
  }
  const rows = mismatches === 1 ? '1 row does' : `${count(mismatches)} rows do`
  const found = `${rows} not match the balance before, ${nothing}`
  switch (order) {
    case 'mixed':
      return `${found} Some dates go backwards: ${SORTED}.`
    case 'newest first':
      return `${found} The dates are newest first, so the file was read from its end: ${SORTED}.`
    case 'oldest first':
      return malformed > 0
        ? `${found} ${rowsAre(malformed)} malformed and were skipped: the balances may need them.`
        : `${found} Fix the file, or export it again from the bank.`
    default:
      return unreachable(order)
  }
}

const SORTED = 'sort the rows of each account in booking order, oldest first'

type Imported = Extract<ImportResult, { outcome: 'imported' }>

function summaryOfImport(result: Imported, tookMs: number): readonly string[] {
  const { rows, accounts, order, malformed, comparison } = result
  const turned =
    order === 'newest first' ? ' It is sorted newest first and was read from its end.' : ''
  const lines = [
    `The file has ${count(rows)} rows for ${count(accounts)} accounts.${turned}`,
    recorded(result),
  ]
  if (malformed > 0) lines.push(`${rowsAre(malformed)} malformed and skipped.`)
  const { compared, differing, explained } = comparison
  const found = differing === 0 ? 'no differences' : `${count(differing)} differ`
  lines.push(`Compared ${count(compared)} balances with the events: ${found}.`)
  if (explained > 0) {
    lines.push(`${rowsAre(explained)} off by exactly what was posted at this bank, as expected.`)
  }
  const perSecond = Math.round(rows / (tookMs / 1000))
  lines.push(`Done in ${(tookMs / 1000).toFixed(1)} s: ${count(perSecond)} rows per second.`)
  return lines
}

function recorded(counts: Pick<Imported, 'added' | 'known' | 'accountsOpened'>): string {
  const { added, known, accountsOpened } = counts
  return (
    `Recorded ${count(added)} rows and opened ${count(accountsOpened)} accounts; ` +
    `${count(known)} rows were already imported.`
  )
}

function describeDifference({ row, found, currency }: Difference): string {
  const place = `Line ${row.line}, account ${row.account}, ${row.day}`
  if (found === null) return `${place}: transaction ${row.transactionId} is not recorded.`
  const money = (minor: bigint) => `${groupAmount(formatAmount(minor, currency))} ${currency}`
  return `${place}: the file says ${money(row.balanceAfter)}, the events give ${money(found)}.`
}

function rowsAre(rows: number): string {
  return rows === 1 ? '1 row is' : `${count(rows)} rows are`
}

function count(value: number): string {
  return value.toLocaleString('en')
}

function bytes(value: number): string {
  return `${(value / 1e6).toFixed(1)} MB`
}
