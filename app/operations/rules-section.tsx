import { RULES, type Rule } from '@/app/_server/alerts/rules'
import { RULE_WORDS } from '@/app/_wire/alerts'

const HEADS = '[&>th]:border-rule [&>th]:border-b [&>th]:py-2 [&>th]:pr-6 [&>th]:font-normal'
const ROW = `block border-rule border-b py-2 align-baseline sm:table-row sm:[&>*]:border-rule sm:[&>*]:border-b
  sm:[&>*]:py-2 sm:[&>*]:pr-6`

/** The rules of the alerts with their thresholds, folded away. Drawn by the server: they don't change. */
export function RulesSection() {
  return (
    <details className="mt-4 text-soft">
      <summary className="target inline-flex items-center text-12 underline underline-offset-2">
        {`When an alert is raised: ${RULES.length} rules`}
      </summary>
      <table className="mt-1 block w-full max-w-5xl sm:table">
        <caption className="sr-only">Rules of the alerts</caption>
        <thead className="sr-only sm:not-sr-only sm:table-header-group">
          <tr className={`text-left text-12 text-faint ${HEADS}`}>
            <th scope="col">Alert</th>
            <th scope="col">Raised at this, or worse</th>
            <th scope="col">Over at this, or better</th>
          </tr>
        </thead>
        <tbody className="block sm:table-row-group">
          {RULES.map(rule => (
            <Line key={rule.name} rule={rule} />
          ))}
        </tbody>
      </table>
    </details>
  )
}

function Line({ rule }: { rule: Rule }) {
  const { name, severity, raiseAt, clearAt, raiseAfterMs, clearAfterMs } = rule
  const { title } = RULE_WORDS[name]
  return (
    <tr className={ROW}>
      <th scope="row" className="block text-left font-normal text-ink sm:table-cell">
        {title}
        {severity === 'critical' && <span className="text-12 text-red-ink"> critical</span>}
      </th>
      <Threshold word="Raised" rule={rule} at={raiseAt} afterMs={raiseAfterMs} />
      <Threshold word="Over" rule={rule} at={clearAt} afterMs={clearAfterMs} />
    </tr>
  )
}

type ThresholdProps = { word: string; rule: Rule; at: number; afterMs: number }

function Threshold({ word, rule: { name }, at, afterMs }: ThresholdProps) {
  return (
    <td className="block text-12 sm:table-cell sm:text-14">
      <span className="sm:hidden">{`${word}: `}</span>
      {RULE_WORDS[name].told(String(at), null)}
      <span className="whitespace-nowrap text-faint">{` ${lastingWords(afterMs)}`}</span>
    </td>
  )
}

function lastingWords(ms: number): string {
  if (ms === 0) return 'At once.'
  const seconds = ms / 1_000
  return seconds < 60 ? `For ${seconds} s.` : `For ${seconds / 60} min.`
}
