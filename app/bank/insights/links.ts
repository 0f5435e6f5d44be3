import { timelinePath } from '@/app/_wire/timeline'

type Days = { readonly from: string; readonly to: string }

/** The events behind a currency's flows on these business days (UTC). */
export function flowLink(currency: string, { from, to }: Days, direction: 'in' | 'out' | null) {
  return timelinePath(null, { currency, from, to, direction, zone: 'UTC' })
}

export function reportPath(report: { currency: string; by: string } & Days): string {
  const { currency, by, from, to } = report
  return `/bank/insights?${new URLSearchParams({ currency, by, from, to })}`
}
