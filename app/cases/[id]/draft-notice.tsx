'use client'

import { useEffect, useState } from 'react'
import { TextLink } from '@/app/_ui/text-link'
import { Time } from '@/app/_ui/time'
import { type Draft, type DraftPlace, dropDraft, readDraft } from '../draft-store'

type DraftNoticeProps = {
  draft: DraftPlace
  /** What a new case of this subject is kept under. */
  others: readonly string[]
  /** The version that was just saved; null when the page was opened otherwise. */
  saved: number | null
  editHref: string
  zone: string
}

/** Tells of an unsaved text of this case, and forgets the one that was saved. */
export function DraftNotice({ draft: place, others, saved, editHref, zone }: DraftNoticeProps) {
  const [draft, setDraft] = useState<Draft | null>(null)
  const { userId, key, name } = place
  const names = others.join('\n')
  useEffect(() => {
    if (saved !== null) window.history.replaceState(null, '', window.location.pathname)
    if (saved === 1) for (const one of names.split('\n')) dropDraft({ userId, name: one })
    readDraft({ userId, key, name }).then(found => {
      if (found && saved !== null && found.base < saved) dropDraft({ userId, name })
      else setDraft(found)
    })
  }, [userId, key, name, names, saved])
  if (!draft) return null
  return (
    <p role="status" className="mt-4 rounded-md bg-amber-wash px-3 py-2 text-amber-ink">
      {'This browser has an unsaved text of yours from '}
      <Time instant={draft.at} zone={zone} />
      {'. '}
      <TextLink href={editHref}>Go on writing</TextLink>
    </p>
  )
}
