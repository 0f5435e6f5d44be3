'use server'

import { cookies } from 'next/headers'
import { redirect } from 'next/navigation'
import { textOf } from '@/app/_commands/form-text'
import { takeForm } from '@/app/_server/http/form-answers'
import { requireViewer } from '@/app/_server/people/session'
import { isZone } from '@/app/_time/instant'

const YEAR_S = 365 * 24 * 3600

/** Keeps the reader's time zone for a year; an empty one follows the browser again. */
export async function chooseZone(sent: FormData): Promise<void> {
  const form = takeForm(sent)
  await requireViewer()
  const zone = textOf(form, 'zone')
  const kept = await cookies()
  if (zone === '') kept.delete('daybook-zone')
  else if (isZone(zone)) {
    kept.set('daybook-zone', zone, { path: '/', maxAge: YEAR_S, sameSite: 'lax' })
  }
  redirect(textOf(form, 'back') === '/me' ? '/me?saved=zone' : '/settings?saved=zone')
}
