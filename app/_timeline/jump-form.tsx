'use client'

import { useId } from 'react'
import { Button } from '@/app/_ui/button'
import { CLOSED, PLAIN_TIMELINE, type TimelineView, timelinePath } from '@/app/_wire/timeline'
import type { StreamRef } from '@/domain/event-sourcing/operation'
import type { FieldFault } from './faults'
import { fieldsOf, Hidden, TimeBox, useQueryForm } from './filter-fields'

type JumpFormProps = {
  of: StreamRef | null
  view: TimelineView
  faults: readonly FieldFault[]
}

const KEPT = Object.keys(PLAIN_TIMELINE).filter(name => name !== 'at')

/** Opens the list at a date, with its filters and its order. */
export function JumpForm({ of, view, faults }: JumpFormProps) {
  const id = useId()
  const { pending, submit } = useQueryForm(timelinePath(of))
  return (
    <form
      action={timelinePath(of)}
      onSubmit={submit}
      aria-label="Jump"
      className="flex items-end gap-2 lg:absolute lg:top-0 lg:right-0"
    >
      <Hidden view={{ ...view, ...CLOSED }} fields={KEPT} />
      <noscript>
        <input type="hidden" name="scripts" value="off" />
      </noscript>
      <div className="w-40 max-sm:flex-1">{fieldsOf(id, view, faults).labelled('at', TimeBox)}</div>
      <Button type="submit" pending={pending}>
        Jump
      </Button>
    </form>
  )
}
