import 'server-only'
import { cookies } from 'next/headers'
import type { Theme } from '@/app/_ui/theme-toggle'
import { isZone } from './instant'

/** The time zone from the browser's cookie; null until it is set. */
export async function knownZone(): Promise<string | null> {
  const zone = (await cookies()).get('daybook-zone')?.value ?? ''
  return isZone(zone) ? zone : null
}

/** The zone to show times in: the address's, else the reader's, else UTC. */
export async function readerZone(named?: string | string[]): Promise<string> {
  if (typeof named === 'string' && isZone(named)) return named
  return (await knownZone()) ?? 'UTC'
}

export async function chosenTheme(): Promise<Theme> {
  const theme = (await cookies()).get('daybook-theme')?.value
  return theme === 'light' || theme === 'dark' ? theme : null
}

/** The reader's preferred order of timelines; newest first by default. */
export async function readerOrder(): Promise<'asc' | 'desc'> {
  return (await cookies()).get('daybook-order')?.value === 'asc' ? 'asc' : 'desc'
}
