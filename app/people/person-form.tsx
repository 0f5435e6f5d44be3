'use client'

import Link from 'next/link'
import type { ReactNode } from 'react'
import { ProofField } from '@/app/_commands/proof-field'
import { useCommandForm } from '@/app/_commands/use-command-form'
import { Button } from '@/app/_ui/button'
import { CopyButton } from '@/app/_ui/copy-button'
import { lineOf } from '@/app/_ui/event-words'
import type { PersonChangeJson } from '@/app/_wire/people'
import { eventPath, streamOf } from '@/app/_wire/stream-path'
import type { PersonFormState } from './form-state'

type Action<Field extends string> = (
  previous: PersonFormState<Field>,
  form: FormData,
) => Promise<PersonFormState<Field>>

/** A form that changes a person; its fields show what they say now, and after a refusal what was typed. */
export function usePersonForm<Field extends string>(
  id: string,
  action: Action<Field>,
  commandId: string,
  now: Record<Field, string>,
) {
  const form = useCommandForm<PersonFormState<Field>>(action, {
    ...{ commandId, values: now, refusal: null, accepted: null },
  })
  const { refusal } = form.state
  const values = refusal ? form.state.values : now
  const field = (name: Field) => ({
    ...{ id: `${id}-${name}`, name, defaultValue: values[name] },
    error: refusal?.field === name ? refusal.sentence : null,
  })
  return { ...form, id, field }
}

type PersonFormProps = {
  form: Pick<
    ReturnType<typeof usePersonForm<string>>,
    'state' | 'formAction' | 'pending' | 'commandId' | 'id'
  >
  /** Fields without a control. */
  hidden?: Readonly<Record<string, string>>
  /** The id of its heading. */
  labelledBy: string
  /** Its button, at rest and while the command is under way. */
  words: readonly [rest: string, pending: string]
  look?: 'primary' | 'quiet'
  children?: ReactNode
}

/** The form itself: its fields, one button, what came of it. Works without scripts. */
export function PersonForm({ form, hidden = {}, labelledBy, words, ...props }: PersonFormProps) {
  const { look = 'quiet', children } = props
  const { refusal, accepted } = form.state
  return (
    <form
      action={form.formAction}
      aria-labelledby={labelledBy}
      autoComplete="off"
      className="flex flex-col gap-4"
    >
      <input type="hidden" name="commandId" value={form.commandId} autoComplete="off" />
      {Object.entries(hidden).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} autoComplete="off" />
      ))}
      {children}
      <ProofField form={form.id} refusal={refusal} />
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Button type="submit" look={look} pending={form.pending} className="min-w-28">
          {form.pending ? words[1] : words[0]}
        </Button>
        <div role="status" className="min-h-4 min-w-0 flex-1 text-12">
          {refusal && refusal.field === null && <p className="text-red-ink">{refusal.sentence}</p>}
          {accepted && !form.pending && <Recorded of={accepted} />}
        </div>
      </div>
      {accepted?.link && <NewLink of={accepted} link={accepted.link} />}
    </form>
  )
}

function Recorded({ of: { event } }: { of: PersonChangeJson }) {
  if (!event) return <p className="text-soft">Done before. Nothing more was recorded.</p>
  return (
    <p className="text-soft">
      {`${lineOf(event).word}. `}
      <Link
        prefetch={false}
        href={eventPath(streamOf(event), event.version)}
        className="whitespace-nowrap text-accent underline underline-offset-2"
      >
        {`Event ${event.version}`}
      </Link>
    </p>
  )
}

type NewLinkProps = { of: PersonChangeJson; link: NonNullable<PersonChangeJson['link']> }

/** The link by which the person sets a password; it is shown this once. */
function NewLink({ of: { mail }, link }: NewLinkProps) {
  return (
    <div className="border-accent border-l-2 pl-4">
      <p className="text-soft">{`${MAIL[mail]} It works once, and is not shown again.`}</p>
      <p className="mt-2 flex flex-wrap items-center gap-2">
        <code className="wrap-anywhere rounded-sm bg-sunken px-2 py-1 font-mono text-12">
          {link.url}
        </code>
        <CopyButton text={link.url} what="link">
          Copy
        </CopyButton>
      </p>
    </div>
  )
}

const MAIL = {
  off: 'Give them this link to set their password.',
  sent: 'This link was sent to their e-mail address.',
  failed: 'The e-mail could not be sent. Give them this link to set their password.',
} as const
