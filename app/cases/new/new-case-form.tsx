'use client'

import { useEffect, useRef, useState } from 'react'
import { useCommandForm } from '@/app/_commands/use-command-form'
import { Button } from '@/app/_ui/button'
import { TextField } from '@/app/_ui/field'
import { DraftOffer } from '../draft-offer'
import type { DraftPlace } from '../draft-store'
import { MarkdownField } from '../text-fields'
import { useDraft } from '../use-draft'
import { type NewCaseField, openCase } from './actions'

type NewCaseFormProps = {
  accountId: string | null
  personId: string | null
  event: string | null
  commandId: string
  draft: DraftPlace
  zone: string
}

const FIELDS: readonly NewCaseField[] = ['about', 'title', 'text']
const EMPTY = { about: '', title: '', text: '' }

/** A new case. Works without scripts; with them, what is typed is kept until it is saved. */
export function NewCaseForm({
  accountId,
  personId,
  event,
  draft: place,
  ...props
}: NewCaseFormProps) {
  const { commandId, zone } = props
  const first = { commandId, values: EMPTY, refusal: null, accepted: null }
  const { state, formAction, pending, commandId: id } = useCommandForm(openCase, first)
  const form = useRef<HTMLFormElement>(null)
  const draft = useDraft(place, { form, fields: FIELDS, base: 0 })
  const [used, use] = useState<Readonly<Record<string, string>> | null>(null)
  const { refusal } = state
  const values = state.commandId === commandId && used ? { ...EMPTY, ...used } : state.values
  useEffect(() => {
    if (refusal?.field) document.getElementById(`case-${refusal.field}`)?.focus()
  }, [refusal])
  const errorOf = (field: NewCaseField) => (refusal?.field === field ? refusal.sentence : null)
  return (
    <form
      ref={form}
      action={formAction}
      onInput={draft.onInput}
      aria-label="New case"
      autoComplete="off"
      className="mt-6 flex max-w-3xl flex-col gap-5"
    >
      <input type="hidden" name="commandId" value={id} autoComplete="off" />
      {accountId && <input type="hidden" name="accountId" value={accountId} />}
      {personId && <input type="hidden" name="personId" value={personId} />}
      {event && <input type="hidden" name="event" value={event} />}
      {draft.offered && (
        <DraftOffer
          draft={draft.offered}
          zone={zone}
          onUse={() => {
            use(draft.offered?.values ?? null)
            draft.close()
          }}
          onDiscard={draft.discard}
        />
      )}
      {!accountId && !personId && (
        <TextField
          key={`about ${values.about}`}
          id="case-about"
          name="about"
          label="About"
          hint="An account number, or the e-mail address of a person"
          defaultValue={values.about}
          error={errorOf('about')}
        />
      )}
      <TextField
        key={`title ${values.title}`}
        id="case-title"
        name="title"
        label="Title"
        defaultValue={values.title}
        error={errorOf('title')}
      />
      <MarkdownField defaultValue={values.text} error={errorOf('text')} />
      {refusal && refusal.field === null && (
        <p role="alert" className="text-red-ink">
          {refusal.sentence}
        </p>
      )}
      <p>
        <Button type="submit" look="primary" pending={pending} className="max-sm:w-full">
          {pending ? 'Opening…' : 'Open the case'}
        </Button>
      </p>
    </form>
  )
}
