import type { InsightsJson } from '@/app/_wire/bank'
import { countText } from './axis'
import { LINE, NAME, Note, Part, Table } from './part'

/** Open case files by age, of the whole bank. */
export function Cases({ insights: { cases } }: { insights: InsightsJson }) {
  const open = cases.some(({ files }) => files > 0)
  return (
    <Part id="cases" title="Open case files by age, whole bank">
      {open ? (
        <Table caption="Open case files by age" heads={['Opened', 'Case files', 'Overdue']}>
          {cases.map(({ fromDays, files, overdue }, index) => (
            <tr key={fromDays} className={LINE}>
              <th scope="row" className={NAME}>
                {ageWords(fromDays, cases[index + 1]?.fromDays ?? null)}
              </th>
              <td className="pl-4 text-right">{countText(files)}</td>
              <td className="pl-4 text-right">{countText(overdue)}</td>
            </tr>
          ))}
        </Table>
      ) : (
        <Note>No case files are open.</Note>
      )}
    </Part>
  )
}

function ageWords(from: number, next: number | null): string {
  if (next === null) return `${from} days ago or earlier`
  return from === 0 ? `Less than ${next} days ago` : `${from} to ${next - 1} days ago`
}
