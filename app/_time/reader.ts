import 'server-only'
import { cookies } from 'next/headers'
import { bankTimeZone } from '@/app/_server/process/settings'
import type { Theme } from '@/app/_ui/theme-toggle'
import { isZone } from './instant'

/** The time zone that the reader has chosen; null: none. */
export async function chosenZone(): Promise<string | null> {
  return zoneIn('daybook-zone')
}

/** The time zone of the reader's browser; null until it has told. */
export async function browserZone(): Promise<string | null> {
  return zoneIn('daybook-browser-zone')
}

async function zoneIn(cookie: string): Promise<string | null> {
  const zone = (await cookies()).get(cookie)?.value ?? ''
  return isZone(zone) ? zone : null
}

/**
 * The zone to show times in: that of a shared address, else the reader's: chosen, or the browser's,
 * or until that is known the bank's.
 */
export async function readerZone(named?: string | string[]): Promise<string> {
  if (typeof named === 'string' && isZone(named)) return named
  return (await chosenZone()) ?? (await browserZone()) ?? bankTimeZone()
}

export async function chosenTheme(): Promise<Theme> {
  const theme = (await cookies()).get('daybook-theme')?.value
  return theme === 'light' || theme === 'dark' ? theme : null
}

/** The reader's preferred order of timelines; newest first by default. */
export async function readerOrder(): Promise<'asc' | 'desc'> {
  return (await cookies()).get('daybook-order')?.value === 'asc' ? 'asc' : 'desc'
}
