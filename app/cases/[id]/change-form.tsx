'use client'

import { type ReactNode, useActionState, useEffect } from 'react'
import type { CommandFormState } from '@/app/_commands/form-state'
import { Button, type Look } from '@/app/_ui/button'
import { ChoiceField } from '@/app/_ui/choice-field'
import { TextField } from '@/app/_ui/field'
import type { CaseFileBody } from '@/app/_wire/case-files'
import { type ChangeField, changeCase } from './actions'

type ChangeFormProps = {
  caseFileId: string
  commandId: string
  change: CaseFileBody['type']
  label: string
  /** The word on its button. */
  word: string
  look?: Look
  children?: (state: CommandFormState<ChangeField>) => ReactNode
}

/** One change of a case by a button. Works without scripts. */
function ChangeForm({
  caseFileId,
  commandId,
  change,
  label,
  word,
  look,
  children,
}: ChangeFormProps) {
  const before = {
    ...{ commandId, refusal: null, accepted: null },
    values: { title: '', expectedTitle: '', assigneeEmail: '', due: '', event: '' },
  }
  const [state, action, pending] = useActionState(changeCase, before)
  const { refusal } = state
  useEffect(() => {
    if (refusal?.field) document.getElementById(`case-${refusal.field}`)?.focus()
  }, [refusal])
  return (
    <form action={action} aria-label={label} autoComplete="off" className="flex items-end gap-2">
      <input type="hidden" name="caseFileId" value={caseFileId} />
      <input type="hidden" name="commandId" value={state.commandId} autoComplete="off" />
      <input type="hidden" name="change" value={change} />
      {children && <div className="min-w-0 grow">{children(state)}</div>}
      <div>
        <Button type="submit" pending={pending} {...(look && { look })}>
          {word}
        </Button>
        {refusal && refusal.field === null && (
          <p role="alert" className="mt-1 text-12 text-red-ink">
            {refusal.sentence}
          </p>
        )}
      </div>
    </form>
  )
}

type OfCase = { caseFileId: string; commandId: string }

const errorOf = ({ refusal }: CommandFormState<ChangeField>, field: ChangeField) =>
  refusal?.field === field ? refusal.sentence : null

export function TitleForm({ title, ...of }: OfCase & { title: string }) {
  return (
    <ChangeForm {...of} change="RenameCaseFile" label="Rename the case" word="Rename">
      {({ values, ...state }) => (
        <>
          <input type="hidden" name="expectedTitle" value={values.expectedTitle || title} />
          <TextField
            id="case-title"
            name="title"
            label="Title"
            defaultValue={values.title || title}
            error={errorOf({ values, ...state }, 'title')}
          />
        </>
      )}
    </ChangeForm>
  )
}

type AssignFormProps = OfCase & {
  /** The e-mail address of whose case it is now; null: nobody’s. */
  assignee: string | null
  tellers: readonly { name: string; email: string }[]
}

export function AssignForm({ assignee, tellers, ...of }: AssignFormProps) {
  return (
    <ChangeForm {...of} change="AssignCaseFile" label="Assign the case" word="Assign">
      {state => (
        <ChoiceField
          id="case-assigneeEmail"
          name="assigneeEmail"
          label="Assigned to"
          defaultValue={assignee ?? ''}
          error={errorOf(state, 'assigneeEmail')}
          options={[['', 'Nobody'], ...tellers.map(({ name, email }) => [email, name] as const)]}
        />
      )}
    </ChangeForm>
  )
}

export function DueForm({ due, ...of }: OfCase & { due: string | null }) {
  return (
    <ChangeForm {...of} change="SetCaseFileDue" label="Set the due date" word="Set">
      {state => (
        <TextField
          id="case-due"
          name="due"
          type="date"
          label="Due"
          defaultValue={due ?? ''}
          error={errorOf(state, 'due')}
        />
      )}
    </ChangeForm>
  )
}

export function LinkForm({ isOfAccount, ...of }: OfCase & { isOfAccount: boolean }) {
  return (
    <ChangeForm {...of} change="LinkCaseFileEvent" label="Link an event" word="Link">
      {state => (
        <TextField
          id="case-event"
          name="event"
          label={isOfAccount ? 'Event: its number or address' : 'Event: the address of its page'}
          defaultValue={state.values.event}
          error={errorOf(state, 'event')}
        />
      )}
    </ChangeForm>
  )
}

type UnlinkFormProps = OfCase & { streamId: string; version: number }

export function UnlinkForm({ streamId, version, ...of }: UnlinkFormProps) {
  return (
    <ChangeForm
      {...of}
      change="UnlinkCaseFileEvent"
      label={`Unlink event ${version}`}
      word="Unlink"
      look="bare"
    >
      {() => <input type="hidden" name="event" value={`streams/${streamId}/events/${version}`} />}
    </ChangeForm>
  )
}

export function StateForm({ isOpen, ...of }: OfCase & { isOpen: boolean }) {
  return isOpen ? (
    <ChangeForm {...of} change="CloseCaseFile" label="Close the case" word="Close the case" />
  ) : (
    <ChangeForm {...of} change="ReopenCaseFile" label="Reopen the case" word="Reopen the case" />
  )
}
