import { wallTime } from '@/app/_time/instant'
import { Button } from '@/app/_ui/button'
import { ButtonLink } from '@/app/_ui/button-link'
import { PastStrip } from '@/app/_ui/past-strip'
import { orderPath } from '@/app/_wire/stream-path'

export type ShownMoment = { readonly version: number } | { readonly asOf: Date }

type PastBarProps = {
  orderId: string
  moment: ShownMoment
  newest: number
  zone: string
}

/** The time machine's bar in the past of an order: which moment, and the ones beside it. */
export function OrderPastBar({ orderId, moment, newest, zone }: PastBarProps) {
  const path = orderPath(orderId)
  if ('asOf' in moment) {
    const { date, time, offset } = wallTime(moment.asOf.toISOString(), zone)
    return <PastStrip when={`${date} ${time} ${offset}`} nowHref={path} />
  }
  const { version } = moment
  return (
    <PastStrip title={`After event ${version} of ${newest}`} nowHref={path}>
      <div className="flex gap-2">
        {version > 1 && (
          <ButtonLink href={`${path}?version=${version - 1}`} prefetch={false}>
            Event before
          </ButtonLink>
        )}
        {version < newest && (
          <ButtonLink
            href={version + 1 === newest ? path : `${path}?version=${version + 1}`}
            prefetch={false}
          >
            Event after
          </ButtonLink>
        )}
      </div>
    </PastStrip>
  )
}

type MomentFormProps = {
  orderId: string
  date: string
  time: string
  /** Why the requested moment can't be shown. */
  fault: string | null
  zone: string
}

/** Asks for the order at a past date and time. */
export function OrderMomentForm({ orderId, date, time, fault, zone }: MomentFormProps) {
  return (
    <form
      action={orderPath(orderId)}
      aria-label="View a past date"
      autoComplete="off"
      className="flex flex-wrap items-end gap-2"
    >
      <label className="flex flex-col gap-1 text-12 text-soft">
        View on
        <input
          type="date"
          name="date"
          required
          defaultValue={date}
          {...(fault && { 'aria-invalid': true, 'aria-describedby': 'moment-note' })}
          className="box target w-40 text-14 text-ink"
        />
      </label>
      <label className="flex flex-col gap-1 text-12 text-soft">
        {`Time in ${zone}`}
        <input
          name="time"
          placeholder="end of day"
          maxLength={20}
          defaultValue={time}
          className="box target w-40 text-14 text-ink"
        />
      </label>
      <Button type="submit">Show</Button>
      {fault && (
        <p id="moment-note" role="alert" className="basis-full text-12 text-red-ink">
          {fault}
        </p>
      )}
    </form>
  )
}
