import { formatAmount, groupAmount } from '@/domain/money'
import { unreachable } from '@/domain/unreachable'
import type { Difference } from './comparison'
import type { ImportListener, ImportResult, Progress } from './import-file'
import { type Output, openProgressBar } from './progress-bar'
import { describeFault } from './row-rules'
import { CURRENCY } from './statement'

/** How many faults are listed of a file that is refused for them. */
const LISTED_MAX = 100

/** Tells a person at a terminal, or a log, how an import goes. */
export type Report = ImportListener & {
  /** Closes with the outcome. @returns the exit code: 0 when all is well, else 1. */
  close(result: ImportResult): 0 | 1
  /** Takes the progress bar away when there will be no outcome. */
  interrupt(): void
}

/** Opens a report. What is left out (`skipInvalid`) is listed whole. */
export function openReport(output: Output, skipInvalid: boolean): Report {
  const bar = openProgressBar(output)
  const startedMs = performance.now()
  let faults = 0

  return {
    onProgress({ phase, done, total }) {
      const share = total === 0 ? null : Math.min(done / total, 1)
      bar.show(LABELS[phase], share, phase === 'read' ? bytes(done) : `${count(done)} rows`)
    },
    onFault(fault) {
      faults += 1
      if (skipInvalid || faults <= LISTED_MAX) bar.print(describeFault(fault))
      else if (faults === LISTED_MAX + 1) bar.print('There are more; these are the first.')
    },
    onConflict: fault => bar.print(describeFault(fault)),
    onDifference: difference => bar.print(describeDifference(difference)),
    interrupt: bar.clear,
    close(result) {
      for (const line of summaryOf(result, performance.now() - startedMs)) bar.print(line)
      return isWell(result) ? 0 : 1
    },
  }
}

const LABELS: Record<Progress['phase'], string> = {
  read: 'Reading the file',
  record: 'Recording the rows',
  compare: 'Comparing balances',
}

function isWell(result: ImportResult): boolean {
  if (result.outcome !== 'imported') return false
  return result.conflicts === 0 && result.comparison.differing === 0
}

function summaryOf(result: ImportResult, tookMs: number): readonly string[] {
  switch (result.outcome) {
    case 'unreadable':
      return [result.sentence]
    case 'refused':
      return [
        `${rowsAre(result.malformed)} malformed, so nothing of the file was imported. ` +
          'Mend the file, or leave such rows out with --skip-invalid.',
      ]
    case 'imported':
      return summaryOfImport(result, tookMs)
    default:
      return unreachable(result)
  }
}

type Imported = Extract<ImportResult, { outcome: 'imported' }>

function summaryOfImport(result: Imported, tookMs: number): readonly string[] {
  const { rows, accounts, added, known, accountsOpened, conflicts, malformed, comparison } = result
  const lines = [
    `The file has ${count(rows)} rows of ${count(accounts)} accounts.`,
    `Recorded ${count(added)} rows and opened ${count(accountsOpened)} accounts; ` +
      `${count(known)} rows were in the book before.`,
  ]
  if (malformed > 0) lines.push(`${rowsAre(malformed)} malformed and left out.`)
  if (conflicts > 0) {
    lines.push(`${rowsAre(conflicts)} not recorded because the book says otherwise.`)
  }
  const { compared, differing, explained } = comparison
  const found = differing === 0 ? 'no differences' : `${count(differing)} differ`
  lines.push(`Compared ${count(compared)} balances with those that the events give: ${found}.`)
  if (explained > 0) {
    lines.push(
      `${rowsAre(explained)} off by just what was posted to the account here, and that is right.`,
    )
  }
  const perSecond = Math.round(rows / (tookMs / 1000))
  lines.push(`Done in ${(tookMs / 1000).toFixed(1)} s: ${count(perSecond)} rows a second.`)
  return lines
}

function describeDifference({ row, found }: Difference): string {
  const place = `Line ${row.line}, account ${row.reference}, ${row.day}`
  if (found === null) return `${place}: transaction ${row.transactionId} is not in the book.`
  return `${place}: the file says ${money(row.balanceAfter)}, the events give ${money(found)}.`
}

function money(minor: bigint): string {
  return `${groupAmount(formatAmount(minor, CURRENCY))} ${CURRENCY}`
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
