import { InstantFields } from '@/app/_time/instant-fields'
import type { MovementField } from './actions'

type EarlierFieldsProps = {
  /** The prefix of the form's ids. */
  id: string
  values: Record<MovementField, string>
  /** The reader's own zone. */
  zone: string
  error: (field: MovementField) => string | null
}

/** The effective date and time of a late posting, behind a tick that is sent with the form. */
export function EarlierFields({ id, values, zone, error }: EarlierFieldsProps) {
  const isTicked = values.earlier === 'yes'
  const texts = { ...values, zone: values.zone || zone }
  const at = (name: 'date' | 'time' | 'zone') => ({
    id: `${id}-${name}`,
    name,
    defaultValue: texts[name],
    error: error(name),
  })
  return (
    <div className="group/late mt-2">
      <label className="target inline-flex items-center gap-2.5 text-soft hover:text-ink">
        <input
          // A form's reset after an answer restores an existing box, but not a new one.
          key={String(isTicked)}
          type="checkbox"
          name="earlier"
          value="yes"
          defaultChecked={isTicked}
          aria-describedby={`${id}-earlier-note`}
          className="size-4 shrink-0 accent-accent"
        />
        Use an earlier date
      </label>
      <div className="mt-1 hidden group-has-[[name=earlier]:checked]/late:block">
        <InstantFields legend="Earlier date" label="Date" placeholder="14:03" isRequired of={at} />
        <p id={`${id}-earlier-note`} className="mt-2 text-12 text-faint">
          {LATE_NOTE}
        </p>
      </div>
    </div>
  )
}

export const LATE_NOTE =
  'Posted today, effective on your date. Refused if a later balance would go too low.'
