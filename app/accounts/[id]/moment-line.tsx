import { ZoneInput } from '@/app/_time/zone-input'
import { Button } from '@/app/_ui/button'

type MomentLineProps = {
  id: string
  /** What the fields hold at first. */
  date: string
  time: string
  zone: string
}

const BOX = 'box h-8 text-14'
const LOOK = 'h-8 min-h-8!'

/** The time machine's clock as a sentence to fill in, for a bar. */
export function MomentLine({ id, date, time, zone }: MomentLineProps) {
  return (
    <form
      key={`${date} ${time} ${zone}`}
      action={`/accounts/${id}/at`}
      aria-label="Balance at a moment"
      className="flex items-center gap-2 text-soft"
    >
      <label htmlFor="bar-date">Balance on</label>
      <input
        id="bar-date"
        type="date"
        name="date"
        required
        defaultValue={date}
        className={`${BOX} w-36`}
      />
      <label htmlFor="bar-time">at</label>
      <input
        id="bar-time"
        name="time"
        defaultValue={time}
        placeholder="end of day"
        maxLength={12}
        autoComplete="off"
        className={`${BOX} w-29`}
      />
      <label htmlFor="bar-zone" className="sr-only">
        Time zone
      </label>
      <ZoneInput id="bar-zone" defaultValue={zone} required className={`${BOX} w-40`} />
      <Button type="submit" className={LOOK}>
        Look
      </Button>
    </form>
  )
}

/** The time machine's other control: the number of an event. */
export function VersionLine({ id }: { id: string }) {
  return (
    <form
      action={`/accounts/${id}/at`}
      aria-label="Balance after an event"
      className="flex items-center gap-2 text-soft"
    >
      <label htmlFor="bar-version">or after event</label>
      <input
        id="bar-version"
        name="version"
        inputMode="numeric"
        required
        maxLength={10}
        autoComplete="off"
        className={`${BOX} w-16`}
      />
      <Button type="submit" className={LOOK}>
        Look
      </Button>
    </form>
  )
}
