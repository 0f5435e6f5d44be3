'use client'

import { useRouter } from 'next/navigation'
import { type ComponentProps, type FormEvent, type ReactNode, useTransition } from 'react'
import { type TimelineView, writeTimeline } from '@/app/_wire/timeline'
import type { FieldFault } from './faults'
import { LABELS } from './filter-words'

/** Submits a form of a list's address with scripts: empty fields stay out of the address. */
export function useQueryForm(path: string) {
  const router = useRouter()
  const [pending, start] = useTransition()
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
  return { pending, submit }
}

/** The parameters of a view that a form keeps and has no field for. */
export function Hidden({ view, fields }: { view: TimelineView; fields: readonly string[] }) {
  const kept = [...writeTimeline(view)].filter(([name]) => fields.includes(name))
  return kept.map(([name, value]) => <input key={name} type="hidden" name={name} value={value} />)
}

export type Fields = ReturnType<typeof fieldsOf>

/** The fields of a view, each with its value and its error. */
export function fieldsOf(id: string, view: TimelineView, faults: readonly FieldFault[]) {
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

export const BOX = 'box target w-full min-w-0'

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

export type ControlProps = Pick<ComponentProps<'input'>, 'aria-invalid' | 'aria-describedby'> & {
  id: string
  name: string
  defaultValue: string
}

/** A date picker; a time of day in the address is kept as text. */
export function TimeBox(props: ControlProps): ReactNode {
  const isDay = props.defaultValue === '' || /^\d{4}-\d{2}-\d{2}$/.test(props.defaultValue)
  return <input {...props} type={isDay ? 'date' : 'text'} className={BOX} />
}

type ChoiceProps = ControlProps & { none?: string; of: readonly (readonly [string, string])[] }

export function Choice({ none, of, ...props }: ChoiceProps) {
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
