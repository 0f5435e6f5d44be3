'use client'

import { useActionState } from 'react'
import { ProofField } from '@/app/_commands/proof-field'
import { batchPath, paymentsWord } from '@/app/_orders/batch-words'
import { Amount } from '@/app/_ui/amount'
import { Button } from '@/app/_ui/button'
import { describedBy, Field, TextField } from '@/app/_ui/field'
import { TextLink } from '@/app/_ui/text-link'
import { PaymentRows, RefusedRows } from '../batch-rows'
import { type UploadState, uploadBatch } from './actions'

type UploadFormProps = {
  commandId: string
  /** The accounts that can pay, by number; empty when the reader writes the number. */
  sources: readonly { number: string; label: string }[]
}

/** A file of payments: chosen, then shown as what it would become, then paid. Works without scripts. */
export function UploadForm({ commandId, sources }: UploadFormProps) {
  const first = { commandId, payer: '', name: '', content: '', preview: null, refusal: null }
  const [state, formAction, pending] = useActionState(uploadBatch, first)
  const { preview, refusal } = state
  const errorOf = (field: string) => (refusal?.field === field ? refusal.sentence : null)
  return (
    <form
      action={formAction}
      aria-label="Batch of payments"
      autoComplete="off"
      className="@container mt-6 flex flex-col gap-4"
    >
      <input type="hidden" name="commandId" value={state.commandId} autoComplete="off" />
      {preview ? (
        <Preview state={state} preview={preview} />
      ) : (
        <div className="flex max-w-xl flex-col gap-4">
          <Payer sources={sources} payer={state.payer} error={errorOf('payer')} />
          <Field
            id="batch-file"
            label="File"
            hint="CSV with the columns account and amount, and perhaps currency, date and reference; or pain.001. At most 10,000 payments and 1 MB."
            error={errorOf('file')}
          >
            <input
              id="batch-file"
              name="file"
              type="file"
              accept=".csv,.txt,.xml,text/csv,application/xml,text/xml"
              required
              {...describedBy('batch-file', '', errorOf('file'))}
              className="box target w-full min-w-0 py-1.5"
            />
          </Field>
        </div>
      )}
      <ProofField form="batch" refusal={refusal} />
      <div className="flex flex-wrap gap-2">
        <Button
          type="submit"
          name="step"
          value={preview ? 'pay' : 'show'}
          look="primary"
          pending={pending}
        >
          {preview ? `Submit ${paymentsWord(preview.payments.length)}` : 'Show payments'}
        </Button>
        {preview && (
          // A plain link: the form begins anew.
          <a href="/orders/batches/new" className="target inline-flex items-center px-3 text-soft">
            Another file
          </a>
        )}
      </div>
      <div role="status" className="min-h-4 text-12">
        {refusal?.field === null && <p className="text-red-ink">{refusal.sentence}</p>}
      </div>
    </form>
  )
}

type PayerProps = { sources: UploadFormProps['sources']; payer: string; error: string | null }

function Payer({ sources, payer, error }: PayerProps) {
  if (sources.length === 0) {
    return (
      <TextField
        id="batch-payer"
        name="payer"
        label="Number of the account that pays"
        defaultValue={payer}
        required
        error={error}
      />
    )
  }
  return (
    <Field id="batch-payer" label="Account that pays" error={error}>
      <select
        id="batch-payer"
        name="payer"
        defaultValue={payer || sources[0]?.number}
        className="box target w-full min-w-0"
      >
        {sources.map(({ number, label }) => (
          <option key={number} value={number}>
            {label}
          </option>
        ))}
      </select>
    </Field>
  )
}

type PreviewProps = { state: UploadState; preview: NonNullable<UploadState['preview']> }

/** What the file would become. Nothing is recorded yet. */
function Preview({ state, preview }: PreviewProps) {
  const { payments, refused, total, currency, needsApproval, before } = preview
  return (
    <div>
      <input type="hidden" name="payer" value={state.payer} />
      <input type="hidden" name="name" value={state.name} />
      <input type="hidden" name="content" value={state.content} />
      <p className="text-soft">
        {state.name} · {paymentsWord(payments.length)} · nothing is recorded yet
      </p>
      <p className="font-medium text-20 sm:text-32">
        <Amount value={total} currency={currency} />
      </p>
      {needsApproval && <p className="mt-1">A second person must approve this batch.</p>}
      {before !== null && (
        <div className="mt-2 flex flex-col gap-2">
          <p>
            This file was <TextLink href={batchPath(before)}>uploaded before</TextLink> for this
            account.
          </p>
          <label className="flex items-center gap-2">
            <input type="checkbox" name="again" value="yes" required className="size-4" /> Pay it
            once more
          </label>
        </div>
      )}
      <RefusedRows rows={refused} />
      <PaymentRows rows={payments} currency={currency} />
    </div>
  )
}
