'use client'

import { SlidersHorizontal } from 'lucide-react'
import { type ReactNode, useId } from 'react'
import { Button } from '@/app/_ui/button'
import { useFocusShortcut } from '@/app/_ui/shortcut'
import { type TimelineView, timelinePath } from '@/app/_wire/timeline'
import type { FieldFault } from './faults'
import type { FilterBarProps } from './filter-bar'
import { BOX, Choice, type Fields, fieldsOf, Hidden, TimeBox, useQueryForm } from './filter-fields'
import { CHOICES, typeChoice } from './filter-words'
import { AccountBox, PersonBox } from './pick-boxes'

type FilterFormProps = Pick<FilterBarProps, 'of' | 'types' | 'money' | 'choices'> & {
  view: TimelineView
  faults: readonly FieldFault[]
}

/** The filter form: plain without scripts; with them, empty fields stay out of the address. */
export function FilterForm({ of, types, money, choices, view, faults }: FilterFormProps) {
  const id = useId()
  const { pending, submit } = useQueryForm(timelinePath(of))
  useFocusShortcut('f', `${id}-note`)
  const isOpen = faults.some(({ field }) => field !== 'note' && field !== 'at')
  const fields = fieldsOf(id, view, faults)
  return (
    <form
      action={timelinePath(of)}
      onSubmit={submit}
      aria-label="Filter"
      autoComplete="off"
      className="min-w-0"
    >
      <Hidden view={view} fields={['order', 'zone', 'correlation', 'asOf']} />
      <div className="flex flex-wrap items-end gap-2">
        <div className="min-w-48 flex-1 sm:max-w-80">
          {fields.labelled('note', field => (
            <input {...field} type="search" className={BOX} placeholder="Note, reason or name" />
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
        <MoreFilters {...{ fields, types, money, choices }} ofBank={of === null} late={view.late} />
      </details>
    </form>
  )
}

type MoreFiltersProps = Pick<FilterBarProps, 'types' | 'money' | 'choices'> & {
  fields: Fields
  ofBank: boolean
  late: boolean
}

function MoreFilters({ fields: { labelled }, types, money, choices, ...props }: MoreFiltersProps) {
  const { ofBank, late } = props
  return (
    <div className="grid gap-x-8 gap-y-5 py-3 sm:grid-cols-2 lg:grid-cols-[1fr_1fr_1.5fr_1.5fr]">
      <Group name="What">
        {labelled('type', field => (
          <Choice {...field} none="All types" of={types.map(typeChoice)} />
        ))}
        {labelled('refused', field => (
          <Choice {...field} none="Hide" of={CHOICES.refused} />
        ))}
        <label className="target flex items-center gap-2 text-soft">
          <input
            type="checkbox"
            name="late"
            value="only"
            defaultChecked={late}
            className="size-4 accent-accent"
          />
          Late entries only
        </label>
      </Group>
      <Group name="Who">
        {labelled('by', field => (
          <PersonBox {...field} people={choices.people} />
        ))}
        {ofBank &&
          labelled('account', field => <AccountBox {...field} accounts={choices.accounts} />)}
      </Group>
      <Group name="When" pairs>
        {labelled('from', TimeBox)}
        {labelled('to', TimeBox)}
        {labelled('clock', field => (
          <Choice {...field} of={CHOICES.clock} />
        ))}
        {labelled('hour', field => (
          <Choice {...field} none="Any hour" of={CHOICES.hour} />
        ))}
        {labelled('knownAt', TimeBox)}
      </Group>
      {money && (
        <Group name="Money" pairs>
          {labelled('min', field => (
            <input {...field} inputMode="decimal" className={BOX} />
          ))}
          {labelled('max', field => (
            <input {...field} inputMode="decimal" className={BOX} />
          ))}
          {labelled('direction', field => (
            <Choice {...field} none="In and out" of={CHOICES.direction} />
          ))}
          {ofBank &&
            labelled('currency', field => (
              <Choice {...field} none="Any" of={currencyChoices(choices, field.defaultValue)} />
            ))}
          {labelled('ledger', field => (
            <Choice {...field} none="Any" of={CHOICES.ledger} />
          ))}
        </Group>
      )}
    </div>
  )
}

/** The currencies of the bank, and the one in the address. */
function currencyChoices({ currencies }: FilterBarProps['choices'], chosen: string) {
  const codes = chosen === '' || currencies.includes(chosen) ? currencies : [...currencies, chosen]
  return codes.map(code => [code, code] as const)
}

/** Fields that belong together; `pairs`: two beside each other. */
function Group({
  name,
  pairs = false,
  children,
}: {
  name: string
  pairs?: boolean
  children: ReactNode
}) {
  return (
    <fieldset className="min-w-0">
      <legend className="mb-2 font-medium text-12">{name}</legend>
      <div className={`grid gap-3 ${pairs ? 'grid-cols-2' : ''}`}>{children}</div>
    </fieldset>
  )
}
