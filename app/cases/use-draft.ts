import { type RefObject, useEffect, useRef, useState } from 'react'
import { textOf } from '@/app/_commands/form-text'
import { type Draft, type DraftPlace, dropDraft, keepDraft, readDraft } from './draft-store'

const PAUSE_MS = 400

/**
 * Keeps what is typed into a form's fields in this browser, and offers what was kept before.
 * @param base the version of the text that the form changes; 0 for a new one
 */
export function useDraft(
  place: DraftPlace,
  {
    form,
    fields,
    base,
  }: {
    readonly form: RefObject<HTMLFormElement | null>
    readonly fields: readonly string[]
    readonly base: number
  },
) {
  const [offered, setOffered] = useState<Draft | null>(null)
  const timer = useRef<number>(undefined)
  const { userId, key, name } = place
  useEffect(() => {
    let isGone = false
    readDraft({ userId, key, name }).then(found => {
      const isNew = found && fields.some(field => found.values[field] !== valueIn(form, field))
      if (!isGone && isNew) setOffered(found)
    })
    return () => {
      isGone = true
    }
  }, [userId, key, name, form, fields])
  const keep = () => {
    const values = Object.fromEntries(fields.map(field => [field, valueIn(form, field)]))
    return keepDraft(place, { values, base, at: new Date().toISOString() })
  }
  return {
    offered,
    /** What is typed now is kept soon, in place of what was offered. */
    onInput: () => {
      window.clearTimeout(timer.current)
      timer.current = window.setTimeout(keep, PAUSE_MS)
    },
    close: () => setOffered(null),
    discard: () => {
      dropDraft(place)
      setOffered(null)
    },
  }
}

function valueIn(form: RefObject<HTMLFormElement | null>, field: string): string {
  return form.current ? textOf(new FormData(form.current), field) : ''
}
