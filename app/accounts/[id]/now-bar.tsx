import { wallTime } from '@/app/_time/instant'
import { NowLine } from './now-line'

/** The bar in the present, for today's date in the zone. */
export function NowBar({ id, zone }: { id: string; zone: string }) {
  return <NowLine id={id} zone={zone} today={wallTime(new Date().toISOString(), zone).date} />
}
