import { KeptFields } from '@/app/_past/kept-fields'
import type { Kept } from '@/app/_time/moment-path'
import { Button } from '@/app/_ui/button'

type MomentLineProps = {
  id: string
  /** The initial values of the fields. */
  date: string
  time: string
  zone: string
  knownDate?: string
  knownTime?: string
  /** The instant of the date and time, which a repeated local time doesn't tell. */
  shown?: string
  axis?: Kept['axis']
}

const BOX = 'box h-8 text-14'
const LOOK = 'h-8 min-h-8!'

/** The time machine's date and time as a one-line form, for a bar. */
export function MomentLine({ id, date, time, zone, ...props }: MomentLineProps) {
  const { knownDate = '', knownTime = '', shown, axis } = props
  return (
    <form
      key={`${date} ${time} ${zone} ${knownDate} ${knownTime}`}
      action={`/accounts/${id}/at`}
      aria-label="Past balance"
      className="flex items-center gap-2 text-soft"
    >
      <label htmlFor="bar-date" className="whitespace-nowrap">
        Balance on
      </label>
      <input
        id="bar-date"
        type="date"
        name="date"
        required
        defaultValue={date}
        className={`${BOX} w-34`}
      />
      <label htmlFor="bar-time">at</label>
      <input
        id="bar-time"
        name="time"
        defaultValue={time}
        placeholder="end of day"
        maxLength={20}
        autoComplete="off"
        className={`${BOX} w-27`}
      />
      <input type="hidden" name="zone" value={zone} />
      <KnownAt date={knownDate} time={knownTime} />
      {shown !== undefined && <input type="hidden" name="shown" value={shown} />}
      <KeptFields axis={axis} />
      <Button type="submit" className={LOOK}>
        Show
      </Button>
    </form>
  )
}

/** The recording clock, collapsed at first. */
function KnownAt({ date, time }: { date: string; time: string }) {
  return (
    <details className="relative">
      <summary className="flex h-8 list-none items-center whitespace-nowrap rounded-md px-1.5 underline decoration-rule-strong decoration-dotted underline-offset-4 hover:text-ink">
        {date ? `using records as of ${date}` : 'using today’s records'}
      </summary>
      <fieldset className="absolute top-10 right-0 z-30 flex w-76 flex-wrap items-center gap-2 rounded-lg border border-rule bg-raised p-4">
        <legend className="sr-only">Records as of</legend>
        <p className="w-full text-12 text-faint">
          Leaves out entries recorded after this time. Blank: today’s records.
        </p>
        <label htmlFor="bar-known-date" className="sr-only">
          Records as of
        </label>
        <input
          id="bar-known-date"
          type="date"
          name="knownDate"
          defaultValue={date}
          className={`${BOX} w-36`}
        />
        <label htmlFor="bar-known-time" className="sr-only">
          Records time
        </label>
        <input
          id="bar-known-time"
          name="knownTime"
          defaultValue={time}
          placeholder="end of day"
          maxLength={20}
          autoComplete="off"
          className={`${BOX} w-29`}
        />
      </fieldset>
    </details>
  )
}

type VersionLineProps = {
  id: string
  /** The version that is shown. */
  version?: number
  /** The account's newest. */
  newest?: number
  keep?: Kept
}

/** The time machine's other control: the number of an event. */
export function VersionLine({ id, version, newest, keep = {} }: VersionLineProps) {
  return (
    <form
      key={version}
      action={`/accounts/${id}/at`}
      aria-label="Balance after an event"
      className="flex items-center gap-2 text-soft"
    >
      <label htmlFor="bar-version" className="whitespace-nowrap">
        {version === undefined ? 'or after event' : 'After event'}
      </label>
      <input
        id="bar-version"
        name="version"
        inputMode="numeric"
        required
        maxLength={10}
        autoComplete="off"
        defaultValue={version}
        className={`${BOX} ${version === undefined ? 'w-14' : 'w-22'}`}
      />
      {newest !== undefined && <span className="whitespace-nowrap">{`of ${newest}`}</span>}
      <KeptFields {...keep} />
      <Button type="submit" className={LOOK}>
        Show
      </Button>
    </form>
  )
}
