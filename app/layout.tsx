import './globals.css'
import { GeistMono } from 'geist/font/mono'
import { GeistSans } from 'geist/font/sans'
import type { Metadata, Viewport } from 'next'
import { connection } from 'next/server'
import type { ReactNode } from 'react'
import { ownUnits } from '@/domain/money/own-units'
import { DemoNotice } from './_frame/demo-notice'
import { hasDemoPeople } from './_server/directory/demo-notice'
import { epochNow } from './_server/process/epoch'
import { browserZone, chosenTheme, chosenZone } from './_time/reader'
import { ZoneCookie } from './_time/zone-cookie'
import { KnownUnits } from './_ui/known-units'

export const metadata: Metadata = {
  title: { default: 'Daybook', template: '%s · Daybook' },
  description: 'An event-sourced bank: every event, and every balance on any date.',
}

export const viewport: Viewport = { colorScheme: 'light dark' }

/** The document around every page, in the reader's theme from the first byte on. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  // Every page is dynamic: its scripts carry a nonce per request.
  await connection()
  const [theme, chosen, guess, isDemo] = await Promise.all([
    chosenTheme(),
    chosenZone(),
    browserZone(),
    hasDemoPeople(),
  ])
  return (
    <html
      lang="en"
      data-theme={theme ?? undefined}
      className={`${GeistSans.variable} ${GeistMono.variable}`}
    >
      <body data-demo={isDemo || undefined} data-epoch={epochNow() ?? undefined}>
        {isDemo && <DemoNotice />}
        <KnownUnits units={ownUnits()}>{children}</KnownUnits>
        {chosen === null && <ZoneCookie known={guess} />}
      </body>
    </html>
  )
}
