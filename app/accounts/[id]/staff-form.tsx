'use client'

import Link from 'next/link'
import { type ReactNode, useEffect } from 'react'
import { CommandOf } from '@/app/_commands/command-of'
import type { CommandFormState } from '@/app/_commands/form-state'
import { ProofField } from '@/app/_commands/proof-field'
import { useCommandForm } from '@/app/_commands/use-command-form'
import { Button } from '@/app/_ui/button'
import { lineOf } from '@/app/_ui/event-words'
import { eventPath, streamOf } from '@/app/_wire/stream-path'
import type { EventJson } from '@/app/_wire/types'

type Action<Field extends string> = (
  previous: CommandFormState<Field>,
  form: FormData,
) => Promise<CommandFormState<Field>>

/**
 * A form of a page of the staff. Its fields show what they say now, and after a refusal what was
 * typed; the one at fault gets the focus.
 * @param id the prefix of the form's ids
 */
export function useStaffForm<Field extends string>(
  id: string,
  action: Action<Field>,
  commandId: string,
  now: Record<Field, string>,
) {
  const form = useCommandForm<CommandFormState<Field>>(action, {
    commandId,
    values: now,
    refusal: null,
    accepted: null,
  })
  const { refusal } = form.state
  const values = refusal ? form.state.values : now
  useEffect(() => {
    if (refusal?.field) document.getElementById(`${id}-${refusal.field}`)?.focus()
  }, [refusal, id])
  const errorOf = (name: Field) => (refusal?.field === name ? refusal.sentence : null)
  const field = (name: Field) => ({
    id: `${id}-${name}`,
    name,
    defaultValue: values[name],
    error: errorOf(name),
  })
  return { ...form, id, values, errorOf, field }
}

export type StaffFormState = Pick<
  ReturnType<typeof useStaffForm<string>>,
  'state' | 'formAction' | 'pending' | 'commandId' | 'id'
>

type StaffFormProps = {
  form: StaffFormState
  accountId: string
  /** The id of its heading. */
  labelledBy: string
  /** The word of its button, at rest and while the command is under way. */
  words: readonly [rest: string, pending: string]
  look?: 'primary' | 'quiet'
  /** Fields of the command without a control of their own; see `Outcome`. */
  unseen?: readonly string[]
  children?: ReactNode
}

/** The form itself: its fields, one button, and what came of it. Works without scripts. */
export function StaffForm({ form, accountId, labelledBy, words, ...props }: StaffFormProps) {
  const { look = 'primary', unseen = [], children } = props
  return (
    <form
      action={form.formAction}
      aria-labelledby={labelledBy}
      autoComplete="off"
      className="@container flex flex-col gap-4"
    >
      <CommandOf accountId={accountId} commandId={form.commandId} />
      {children}
      <ProofField form={form.id} refusal={form.state.refusal} />
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Button type="submit" look={look} pending={form.pending} className="min-w-28">
          {form.pending ? words[1] : words[0]}
        </Button>
        <Outcome state={form.state} pending={form.pending} unseen={unseen} />
      </div>
    </form>
  )
}

type OutcomeProps = {
  state: Pick<CommandFormState<string>, 'refusal' | 'accepted'>
  pending: boolean
  /** Fields that can be at fault but have no place for that. */
  unseen?: readonly string[]
}

/** What came of the last command: its event, or a refusal that no field caused. */
export function Outcome({ state: { refusal, accepted }, pending, unseen = [] }: OutcomeProps) {
  const isHere = refusal && (refusal.field === null || unseen.includes(refusal.field))
  return (
    <div role="status" className="min-h-4 min-w-0 flex-1 text-12">
      {isHere && <p className="text-red-ink">{refusal.sentence}</p>}
      {accepted && !pending && <Recorded event={accepted.event} />}
    </div>
  )
}

function Recorded({ event }: { event: EventJson }) {
  const { word, version } = lineOf(event)
  return (
    <p className="text-soft">
      {`${word}. `}
      <Link
        prefetch={false}
        href={eventPath(streamOf(event), version)}
        className="whitespace-nowrap text-accent underline underline-offset-2"
      >
        {`Event ${version}`}
      </Link>
    </p>
  )
}
