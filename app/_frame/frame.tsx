import Link from 'next/link'
import type { ReactNode } from 'react'
import { requireViewer } from '@/app/_server/people/session'
import { chosenTheme, readerZone } from '@/app/_time/reader'
import { SkipLink } from '@/app/_ui/skip-link'
import { Header } from './header'

/** The frame of every page of a signed-in person. Each page also authenticates by itself. */
export async function Frame({ children }: { children: ReactNode }) {
  const [viewer, theme, zone] = await Promise.all([requireViewer(), chosenTheme(), readerZone()])
  return (
    <div className="flex min-h-[calc(100dvh-var(--notice))] flex-col">
      <SkipLink />
      <Header viewer={viewer} theme={theme} zone={zone} />
      <div className="grow">{children}</div>
      <footer data-chrome className="column flex items-center gap-x-2 py-2 text-12 text-soft">
        {`Your time zone: ${zone}`}
        <Link
          href="/settings"
          prefetch={false}
          className="target inline-flex items-center text-accent underline underline-offset-2"
        >
          Settings
        </Link>
      </footer>
    </div>
  )
}
