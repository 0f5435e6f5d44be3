'use client'

import { SlidersHorizontal } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { type ComponentProps, type FormEvent, type ReactNode, useId, useTransition } from 'react'
import { ZoneInput } from '@/app/_time/zone-input'
import { Button } from '@/app/_ui/button'
import { useFocusShortcut } from '@/app/_ui/shortcut'
import { type TimelineView, timelinePath } from '@/app/_wire/timeline'
import type { FieldFault } from './faults'
import type { FilterBarProps } from './filter-bar'
import { CHOICES, LABELS, typeChoice } from './filter-words'

type FilterFormProps = Pick<FilterBarProps, 'of' | 'types' | 'money'> & {
  view: TimelineView
  faults: readonly FieldFault[]
}

/** The filter form: plain without scripts; with them, empty fields stay out of the address. */
export function FilterForm({ of, types, money, view, faults }: FilterFormProps) {
  const id = useId()
  const router = useRouter()
  const [pending, start] = useTransition()
  useFocusShortcut('f', `${id}-note`)
  const path = timelinePath(of)
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const asked = new URLSearchParams()
    for (const [name, value] of new FormData(event.currentTarget)) {
      if (typeof value !== 'string' || value.trim() === '') continue
      if (name === 'clock' && value === 'occurred') continue
      asked.set(name, value.trim())
    }
    start(() => router.push(`${path}?${asked}`, { scroll: false }))
  }
  const isOpen = faults.some(({ field }) => field !== 'note')
  const fields = fieldsOf(id, view, faults)
  return (
    <form action={path} onSubmit={submit} aria-label="Filter" autoComplete="off">
      <input type="hidden" name="order" value={view.order ?? ''} />
      {view.correlation && <input type="hidden" name="correlation" value={view.correlation} />}
      {view.asOf && <input type="hidden" name="asOf" value={view.asOf} />}
      <div className="flex flex-wrap items-end gap-2">
        <div className="min-w-48 flex-1 sm:max-w-80">
          {fields.labelled('note', field => (
            <input {...field} type="search" className={BOX} placeholder="Text in the note" />
          ))}
        </div>
        <Button type="submit" pending={pending}>
          Filter
        </Button>
      </div>
      <details open={isOpen} className="group mt-2">
        <summary className="target transition-calm -mx-2 inline-flex cursor-pointer items-center gap-2 rounded-md px-2 text-12 text-soft hover:bg-sunken hover:text-ink">
          <SlidersHorizontal aria-hidden size={14} strokeWidth={1.75} />
          More filters
        </summary>
        <MoreFilters {...{ fields, types, money }} ofBank={of === null} late={view.late} />
      </details>
    </form>
  )
}

type Fields = ReturnType<typeof fieldsOf>

/** The fields of a view, each with its value and its error. */
function fieldsOf(id: string, view: TimelineView, faults: readonly FieldFault[]) {
  return {
    labelled(name: keyof typeof LABELS, control: (field: ControlProps) => ReactNode) {
      const fault = faults.find(({ field }) => field === name)?.sentence
      const field = {
        id: `${id}-${name}`,
        name,
        defaultValue: String(view[name] ?? ''),
        'aria-invalid': fault !== undefined || undefined,
        'aria-describedby': fault === undefined ? undefined : `${id}-${name}-fault`,
      }
      return (
        <Labelled id={field.id} text={LABELS[name]} fault={fault}>
          {control(field)}
        </Labelled>
      )
    },
  }
}

type MoreFiltersProps = Pick<FilterBarProps, 'types' | 'money'> & {
  fields: Fields
  ofBank: boolean
  late: boolean
}

function MoreFilters({ fields: { labelled }, types, money, ofBank, late }: MoreFiltersProps) {
  return (
    <div className="grid grid-cols-2 gap-3 py-3 sm:grid-cols-3 lg:grid-cols-6">
      {labelled('type', field => (
        <Choice {...field} none="All types" of={types.map(typeChoice)} />
      ))}
      {money &&
        labelled('direction', field => <Choice {...field} none="Both" of={CHOICES.direction} />)}
      {money && labelled('min', field => <input {...field} inputMode="decimal" className={BOX} />)}
      {money && labelled('max', field => <input {...field} inputMode="decimal" className={BOX} />)}
      {ofBank && labelled('currency', field => <input {...field} maxLength={3} className={BOX} />)}
      {labelled('by', field => (
        <input {...field} placeholder="Name or user ID" className={BOX} />
      ))}
      {labelled('refused', field => (
        <Choice {...field} none="Hide" of={CHOICES.refused} />
      ))}
      {labelled('from', TimeBox)}
      {labelled('to', TimeBox)}
      {labelled('clock', field => (
        <Choice {...field} of={CHOICES.clock} />
      ))}
      {labelled('hour', field => (
        <Choice {...field} none="Any hour" of={CHOICES.hour} />
      ))}
      {labelled('knownAt', TimeBox)}
      {labelled('at', TimeBox)}
      {labelled('zone', field => (
        <ZoneInput {...field} className={BOX} />
      ))}
      <label className="target flex items-center gap-2 self-end text-soft">
        <input
          type="checkbox"
          name="late"
          value="only"
          defaultChecked={late}
          className="size-4 accent-accent"
        />
        Late entries only
      </label>
    </div>
  )
}

const BOX = 'box target w-full min-w-0'

type LabelledProps = { id: string; text: string; fault: string | undefined; children: ReactNode }

function Labelled({ id, text, fault, children }: LabelledProps) {
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <label htmlFor={id} className="text-12 text-soft">
        {text}
      </label>
      {children}
      {fault && (
        <p id={`${id}-fault`} role="alert" className="text-12 text-red-ink">
          {fault}
        </p>
      )}
    </div>
  )
}

type ControlProps = Pick<ComponentProps<'input'>, 'aria-invalid' | 'aria-describedby'> & {
  id: string
  name: string
  defaultValue: string
}

/** A date picker; a time of day in the address is kept as text. */
function TimeBox(props: ControlProps): ReactNode {
  const isDay = props.defaultValue === '' || /^\d{4}-\d{2}-\d{2}$/.test(props.defaultValue)
  return <input {...props} type={isDay ? 'date' : 'text'} className={BOX} />
}

type ChoiceProps = ControlProps & { none?: string; of: readonly (readonly [string, string])[] }

function Choice({ none, of, ...props }: ChoiceProps) {
  return (
    <select {...props} className={BOX}>
      {none !== undefined && <option value="">{none}</option>}
      {of.map(([value, text]) => (
        <option key={value} value={value}>
          {text}
        </option>
      ))}
    </select>
  )
}
