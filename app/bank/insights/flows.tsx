import Link from 'next/link'
import { Amount } from '@/app/_ui/amount'
import { EmptyState } from '@/app/_ui/empty-state'
import type { FlowJson, InsightsJson } from '@/app/_wire/bank'
import { isZero } from '@/domain/money/money'
import { daysText, FlowChart } from './flow-chart'
import { type FlowReport, flowLink } from './links'
import { Summary } from './summary'

/** A table of more lines than this is collapsed at first. */
const LINES_OPEN = 40

/** Money in, out and net. */
export function Flows({ insights }: { insights: InsightsJson }) {
  const { currency, timeZone, whole, periods } = insights
  const report = { currency, timeZone }
  const moved = periods.filter(isMoved).toReversed()
  return (
    <section aria-labelledby="flows" className="mt-10">
      <h2 id="flows" className="font-medium text-16">{`In and out, ${currency}`}</h2>
      <dl className="mt-3 grid grid-cols-1 gap-x-10 gap-y-2 sm:flex sm:flex-wrap">
        <Figure name="In" flow={whole} of="inflow" report={report} />
        <Figure name="Out" flow={whole} of="outflow" report={report} />
        <Figure name="Net" flow={whole} of="net" report={report} />
      </dl>
      {moved.length === 0 ? (
        <div className="mt-6">
          <EmptyState title="No movements on these days">
            Choose other days or another currency.
          </EmptyState>
        </div>
      ) : (
        <>
          <FlowChart periods={periods} report={report} by={insights.by} table="flows-table" />
          <details id="flows-table" open={moved.length <= LINES_OPEN} className="mt-4">
            <Summary>
              {moved.length === 1
                ? 'Show 1 period as a table'
                : `Show ${moved.length} periods as a table`}
            </Summary>
            <FlowTable insights={insights} moved={moved} />
          </details>
        </>
      )}
    </section>
  )
}

function isMoved({ opened, deposits, withdrawals }: FlowJson): boolean {
  return opened + deposits + withdrawals > 0
}

type FigureProps = { name: string; flow: FlowJson; of: Kind; report: FlowReport }
type Kind = 'inflow' | 'outflow' | 'net'

function Figure({ name, flow, of, report }: FigureProps) {
  return (
    <div className="flex items-baseline justify-between sm:block">
      <dt className="text-12 text-faint">{name}</dt>
      <dd className="font-medium text-20">
        <FlowFigure flow={flow} of={of} report={report} said />
      </dd>
    </div>
  )
}

const DIRECTIONS = { inflow: 'in', outflow: 'out', net: null } as const

/** An amount that links to its events. */
function FlowFigure({
  flow,
  of,
  report,
  said = false,
}: Omit<FigureProps, 'name'> & { said?: boolean }) {
  const unit = said ? { currency: report.currency } : {}
  // Zero has no events to link to.
  if (of === 'net' ? !isMoved(flow) : isZero(flow[of]))
    return <Amount value={flow[of]} className="text-soft [&_.minor]:text-inherit" {...unit} />
  return (
    <Link
      prefetch={false}
      href={flowLink(report, flow, DIRECTIONS[of])}
      className="inline-block min-h-6 underline decoration-rule-strong underline-offset-4 hover:text-accent hover:decoration-accent"
    >
      <Amount value={flow[of]} signed={of === 'net'} {...unit} />
    </Link>
  )
}

function FlowTable({ insights, moved }: { insights: InsightsJson; moved: readonly FlowJson[] }) {
  const { currency } = insights
  return (
    <table className="block w-full sm:table">
      <caption className="sr-only">{`In, out and net in ${currency}, newest first`}</caption>
      <thead className="sr-only sm:not-sr-only sm:table-header-group">
        <tr className="text-12 text-faint [&>th]:border-rule [&>th]:border-b [&>th]:py-2 [&>th]:font-normal">
          <th scope="col" className="text-left">{`Days, ${insights.timeZone}`}</th>
          <th scope="col" className="text-right">{`In, ${currency}`}</th>
          <th scope="col" className="text-right">{`Out, ${currency}`}</th>
          <th scope="col" className="text-right">{`Net, ${currency}`}</th>
        </tr>
      </thead>
      <tbody className="block sm:table-row-group">
        {moved.map(flow => (
          <tr
            key={flow.from}
            className="border-rule border-b max-sm:grid max-sm:grid-cols-2 max-sm:py-2 sm:[&>*]:py-2"
          >
            <th scope="row" className="whitespace-nowrap text-left font-normal text-soft">
              {daysText(flow)}
            </th>
            <Cell name="In" flow={flow} of="inflow" report={insights} place="max-sm:order-3" />
            <Cell name="Out" flow={flow} of="outflow" report={insights} place="max-sm:order-4" />
            <Cell name="Net" flow={flow} of="net" report={insights} place="font-medium" />
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Cell({ name, place, ...figure }: FigureProps & { place: string }) {
  return (
    <td className={`text-right ${place}`}>
      <span className="text-12 text-faint sm:hidden">{`${name} `}</span>
      <FlowFigure {...figure} />
    </td>
  )
}
