import { KeptFields } from '@/app/_past/kept-fields'
import { MomentFields } from '@/app/_time/moment-fields'
import type { Place } from '@/app/_time/moment-path'
import { Button } from '@/app/_ui/button'
import { ButtonLink } from '@/app/_ui/button-link'
import { TextField } from '@/app/_ui/field'
import type { AskedValues } from '../../asked-moment'

type CompareFormProps = {
  /** The address of the comparison, without its parameters. */
  action: string
  place: Place
  values: AskedValues
  nowHref: string
  /** Why the comparison can't be shown. */
  refusal: { field: string; sentence: string } | null
  choices: readonly { label: string; href: string }[]
}

/** A form for the second moment: a date and time, an event's number, or now. */
export function CompareForm({
  action,
  place,
  values,
  nowHref,
  refusal,
  choices,
}: CompareFormProps) {
  const of = (field: keyof AskedValues) => ({
    defaultValue: values[field],
    error: refusal?.field === field ? refusal.sentence : null,
  })
  return (
    <section
      aria-labelledby="other"
      data-chrome
      className={refusal ? 'mt-8' : 'mt-12 border-rule border-t pt-6'}
    >
      <h2 id="other" className="mb-4 font-medium text-16">
        Compare with another date
      </h2>
      <div className="grid max-w-4xl gap-x-10 gap-y-6 md:grid-cols-[minmax(0,3fr)_minmax(0,1fr)]">
        <form action={action} aria-label="Compare with a date" className="flex flex-col gap-3">
          <KeptFields {...keptOf(place)} />
          <div className="grid grid-cols-2 gap-3 sm:grid-cols-4">
            <MomentFields
              id="with-"
              names={['date', 'time']}
              labels={['Date', 'Time']}
              required
              of={of}
            />
            <MomentFields
              id="with-"
              names={['knownDate', 'knownTime']}
              labels={['Records as of', 'Records time']}
              of={of}
            />
          </div>
          {choices.length > 0 && (
            <div className="flex flex-wrap gap-2">
              {choices.map(({ label, href }) => (
                <ButtonLink key={href} href={href}>
                  {label}
                </ButtonLink>
              ))}
            </div>
          )}
          <div className="flex flex-wrap items-center gap-2">
            <Button type="submit">Compare with this date</Button>
            <ButtonLink href={nowHref} prefetch={false}>
              Compare with now
            </ButtonLink>
            <p className="text-12 text-faint">{`Times in ${values.zone}.`}</p>
          </div>
        </form>
        <EventForm action={action} place={place} field={of('version')} />
      </div>
    </section>
  )
}

type EventFormProps = {
  action: string
  place: Place
  field: { defaultValue: string; error: string | null }
}

function EventForm({ action, place, field }: EventFormProps) {
  return (
    <form action={action} aria-label="Compare with an event" className="flex flex-col gap-3">
      <KeptFields {...keptOf(place)} />
      <TextField
        {...field}
        id="with-version"
        name="version"
        label="Or after event number"
        inputMode="numeric"
        maxLength={10}
        required
        autoComplete="off"
      />
      <Button type="submit" className="self-start">
        Compare
      </Button>
    </form>
  )
}

/** The first moment's parameters, which both forms keep. */
function keptOf({ zone, knownAt, axis }: Place) {
  return { zone, knownAt, axis }
}
