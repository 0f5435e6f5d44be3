'use client'

import { type FormEvent, useState } from 'react'
import { instantWords } from '@/app/_past/moment-words'
import { AmountField } from '@/app/_ui/amount-field'
import { Button } from '@/app/_ui/button'
import { describedBy, Field, TextField } from '@/app/_ui/field'
import type { AccountJson } from '@/app/_wire/types'
import { type Asked, type Faults, LIMITS, readAsked, versionsText } from './asked'

type QuestionProps = {
  account: AccountJson
  asked: Asked
  ask: (part: Partial<Asked>) => void
  zone: string
  /** The zone of the days of a daily limit. */
  dayZone: string
  /** What of the address could not be read. */
  faults: Faults
}

const LABELS = {
  overdraft: 'Overdraft limit',
  perMovement: 'Limit per withdrawal or transfer',
  perDay: 'Daily limit',
} as const

/** What is to be different: events left out, limits, and from when they hold. */
export function Question({ account, asked, ask, zone, dayZone, ...props }: QuestionProps) {
  const { currency, version: newest } = account
  const [faults, setFaults] = useState(props.faults)
  /** What was typed, while a part of it can’t be read. */
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({})
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const fields = new FormData(event.currentTarget)
    const query = new URLSearchParams([...fields].map(([name, value]) => [name, String(value)]))
    const start = query.get('start')
    if (start === 'date' || start === 'event') {
      const text = query.get(start) ?? ''
      query.set('from', start === 'event' && text !== '' ? `v${text}` : text)
    }
    const read = readAsked(query, { newest, currency })
    setFaults(read.faults)
    const { at: _, axis: __, ...question } = read.asked
    const isRead = Object.keys(read.faults).length === 0
    setTyped(isRead ? {} : Object.fromEntries(query))
    if (isRead) ask(question)
  }
  const error = (name: string) => faults[name] ?? null
  const written = versionsText(asked.without)
  return (
    <form
      key={[written, ...LIMITS.map(name => asked[name]), asked.from].join(' ')}
      onSubmit={submit}
      aria-label="What is different"
      className="mt-6 flex max-w-4xl flex-col gap-4"
    >
      <TextField
        id="without"
        name="without"
        label="Leave out events"
        defaultValue={written}
        error={error('without')}
        hint="Numbers such as 3, 7-9; or tick events below."
        autoComplete="off"
      />
      <div className="grid gap-3 sm:grid-cols-3">
        {LIMITS.map(name => (
          <AmountField
            key={name}
            id={name}
            name={name}
            label={LABELS[name]}
            currency={currency}
            defaultValue={typed[name] ?? asked[name]}
            error={error(name)}
            hint={name === 'perDay' ? `Blank: as it was. Days in ${dayZone}` : 'Blank: as it was'}
          />
        ))}
      </div>
      {faults.at && (
        <p role="alert" className="text-12 text-red-ink">
          {`The address names no event to show. ${faults.at}`}
        </p>
      )}
      <Start asked={asked} error={error('from')} zone={zone} newest={newest} />
      <div className="flex flex-wrap gap-2">
        <Button type="submit" look="primary">
          Work it out
        </Button>
        {isAsking(asked) && (
          <Button
            look="bare"
            onClick={() =>
              ask({ without: [], overdraft: '', perMovement: '', perDay: '', from: '' })
            }
          >
            Clear
          </Button>
        )}
      </div>
    </form>
  )
}

/** Whether anything is to be different. */
function isAsking({ without, ...asked }: Asked): boolean {
  return without.length > 0 || LIMITS.some(name => asked[name] !== '')
}

type StartProps = { asked: Asked; error: string | null; zone: string; newest: number }

/** From when the limits hold. */
function Start({ asked: { from }, error, zone, newest }: StartProps) {
  const kind =
    from === '' ? '' : from.startsWith('v') ? 'event' : from.length > 10 ? 'instant' : 'date'
  const [start, setStart] = useState<string>(kind)
  const hasField = start === 'date' || start === 'event'
  return (
    <div className="grid gap-3 sm:grid-cols-3">
      <Field id="start" label="Limits hold from" error={hasField ? null : error}>
        <select
          {...describedBy('start', undefined, hasField ? null : error)}
          id="start"
          name="start"
          value={start}
          onChange={event => setStart(event.currentTarget.value)}
          className="box target w-full"
        >
          <option value="">the opening</option>
          <option value="date">a date</option>
          <option value="event">an event</option>
          {kind === 'instant' && <option value="instant">{instantWords(from, zone)}</option>}
        </select>
      </Field>
      {start === 'date' && (
        <TextField
          id="date"
          name="date"
          type="date"
          label={`Date, ${zone}`}
          required
          defaultValue={kind === 'date' ? from : ''}
          error={error}
        />
      )}
      {start === 'event' && (
        <TextField
          id="event"
          name="event"
          label="After event"
          inputMode="numeric"
          required
          maxLength={10}
          defaultValue={kind === 'event' ? from.slice(1) : ''}
          error={error}
          hint={`From 1 to ${newest}`}
        />
      )}
      {start === 'instant' && <input type="hidden" name="from" value={from} />}
    </div>
  )
}
