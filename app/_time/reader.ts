import 'server-only'
import { cookies } from 'next/headers'
import type { Theme } from '@/app/_ui/theme-toggle'
import { isZone } from './instant'

/** The zone that the reader's browser told us of; null before it did. */
export async function knownZone(): Promise<string | null> {
  const zone = (await cookies()).get('daybook-zone')?.value ?? ''
  return isZone(zone) ? zone : null
}

/** The zone to write times in: the one that the address names, else the reader's, else UTC. */
export async function readerZone(named?: string | string[]): Promise<string> {
  if (typeof named === 'string' && isZone(named)) return named
  return (await knownZone()) ?? 'UTC'
}

/** The theme that the reader chose. */
export async function chosenTheme(): Promise<Theme> {
  const theme = (await cookies()).get('daybook-theme')?.value
  return theme === 'light' || theme === 'dark' ? theme : null
}

/** The order in which the reader likes timelines: newest first, unless they turned it round. */
export async function readerOrder(): Promise<'asc' | 'desc'> {
  return (await cookies()).get('daybook-order')?.value === 'asc' ? 'asc' : 'desc'
}
