import { timelinePath } from '@/app/_wire/timeline'

/** What a link to flows needs of their report. */
export type FlowReport = { readonly currency: string; readonly timeZone: string }

type Days = { readonly from: string; readonly to: string }

/** The events behind a currency's flows on these business days of a zone. */
export function flowLink(
  { currency, timeZone }: FlowReport,
  { from, to }: Days,
  direction: 'in' | 'out' | null,
) {
  return timelinePath(null, { currency, from, to, direction, zone: timeZone })
}

export function reportPath(report: { currency: string; by: string } & Days): string {
  const { currency, by, from, to } = report
  return `/bank/insights?${new URLSearchParams({ currency, by, from, to })}`
}
