import 'server-only'

const UNIT_SECONDS: Readonly<Record<string, number>> = { m: 60, h: 3_600, d: 86_400 }

/** A time such as `30m`, `6h` or `1d`, in seconds; 0 for any other text. */
export function intervalSeconds(text: string): number {
  const [, count = '', unit = ''] = /^(\d{1,4})([mhd])$/.exec(text) ?? []
  return Number(count) * (UNIT_SECONDS[unit] ?? 0)
}
