'use client'

import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useCommandForm } from '@/app/_commands/use-command-form'
import { Button } from '@/app/_ui/button'
import { TextField } from '@/app/_ui/field'
import { DraftOffer } from '../../draft-offer'
import type { Draft, DraftPlace } from '../../draft-store'
import { FoldedText } from '../../folded-text'
import { MarkdownField } from '../../text-fields'
import { useDraft } from '../../use-draft'
import { type EditField, type EditState, reviseCase } from './actions'

type EditFormProps = {
  caseFileId: string
  commandId: string
  text: string
  version: number
  draft: DraftPlace
  zone: string
  /** What was changed since the version that the page was opened for, if anything. */
  children: ReactNode
}

const FIELDS: readonly EditField[] = ['text', 'why']

/** The text of a case; what somebody else changed meanwhile is merged. Works without scripts. */
export function EditForm(props: EditFormProps) {
  const { caseFileId, commandId, text, version, draft: place, zone, children } = props
  const values = { text, why: '', expectedVersion: String(version) }
  const first: EditState = { commandId, values, refusal: null, accepted: null }
  const command = useCommandForm<EditState>(reviseCase, first)
  const { state, pending } = command
  const { refusal, merge } = state
  const form = useRef<HTMLFormElement>(null)
  const [used, use] = useState<Draft | null>(null)
  const isFirst = state.commandId === commandId
  const shown = isFirst && used ? { ...values, ...used.values } : state.values
  const expected = isFirst && used ? used.base : Number(state.values.expectedVersion)
  const draft = useDraft(place, { form, fields: FIELDS, base: expected })
  useEffect(() => {
    if (refusal?.field) document.getElementById(`case-${refusal.field}`)?.focus()
    else if (merge) document.getElementById('merge-told')?.focus()
  }, [refusal, merge])
  const errorOf = (field: EditField) => (refusal?.field === field ? refusal.sentence : null)
  return (
    <form
      ref={form}
      action={command.formAction}
      onInput={draft.onInput}
      aria-label="Text of the case"
      autoComplete="off"
      className="mt-6 flex max-w-3xl flex-col gap-5"
    >
      <input type="hidden" name="caseFileId" value={caseFileId} />
      <input type="hidden" name="commandId" value={command.commandId} autoComplete="off" />
      <input type="hidden" name="expectedVersion" value={expected} autoComplete="off" />
      {draft.offered && (
        <DraftOffer
          draft={draft.offered}
          zone={zone}
          onUse={() => {
            use(draft.offered)
            draft.close()
          }}
          onDiscard={draft.discard}
        />
      )}
      {merge && <MergeTold merge={merge} />}
      <MarkdownField defaultValue={shown.text ?? ''} error={errorOf('text')} />
      <TextField
        key={shown.why}
        id="case-why"
        name="why"
        label="Why (optional)"
        hint="Told beside this version"
        defaultValue={shown.why}
        error={errorOf('why')}
      />
      {refusal && refusal.field !== 'text' && refusal.field !== 'why' && (
        <p role="alert" className="text-red-ink">
          {refusal.sentence}
        </p>
      )}
      <p>
        <Button type="submit" look="primary" pending={pending} className="max-sm:w-full">
          {pending ? 'Saving…' : merge ? 'Save the merged text' : 'Save'}
        </Button>
      </p>
      {merge && (
        <FoldedText word="Your text, as you typed it" className="border-rule border-t pt-3">
          {merge.mine}
        </FoldedText>
      )}
      {children}
    </form>
  )
}

/** What was done with the two texts, and what is left to do. */
function MergeTold({ merge }: { merge: NonNullable<EditState['merge']> }) {
  const { base, newest, conflicts } = merge
  return (
    <div
      id="merge-told"
      role="alert"
      tabIndex={-1}
      className="rounded-md bg-amber-wash px-3 py-2 text-amber-ink"
    >
      <p className="font-medium">Somebody else changed this text meanwhile.</p>
      <p>
        {`You changed version ${base}; the newest is version ${newest}. Nothing is saved yet. `}
        {conflicts === 0
          ? 'Below are both changes together: check them, then save.'
          : `${conflicts === 1 ? 'One place was' : `${conflicts} places were`} changed by both: they stand below between <<<<<<< and >>>>>>>, yours first. Keep what is right, remove the marks, then save.`}
      </p>
    </div>
  )
}
