import { Keyboard, LogOut, Moon, Search, Sun, SunMoon } from 'lucide-react'
import Link from 'next/link'
import { Desk } from '@/app/_palette/desk'
import type { Viewer } from '@/app/_server/people/viewer'
import { Kbd } from '@/app/_ui/kbd'
import { type Theme, ThemeToggle } from '@/app/_ui/theme-toggle'
import { UserText } from '@/app/_ui/user-text'
import { Wordmark } from '@/app/_ui/wordmark'
import type { Role } from '@/app/_wire/types'
import { type PlaceName, Places } from './places'
import { signOut } from './sign-out'

type HeaderProps = {
  viewer: Viewer
  theme: Theme
  zone: string
  /** The place that the page belongs to; absent where no place of the header leads. */
  here: PlaceName | undefined
  /** How many requests and orders wait for the viewer's decision; null for whoever decides none. */
  waiting: number | null
  /** How many alerts nobody has acknowledged; null for whoever sees none, or while unknown. */
  alerts: number | null
}

const ROLES: Readonly<Record<Role, string>> = {
  customer: 'Customer',
  teller: 'Teller',
  auditor: 'Auditor, read-only',
  admin: 'Administrator',
}

/** Drawn by the server, so that browsers load no code for it. */
const SIGN = { 'aria-hidden': true, size: 16, strokeWidth: 1.75 } as const

/** The page header: home link, navigation, viewer, search, keys, theme and sign-out. */
export function Header({ viewer, here, theme, zone, waiting, alerts }: HeaderProps) {
  return (
    <header data-chrome className="border-rule border-b">
      <div className="column flex min-h-14 flex-wrap items-center gap-x-1 sm:py-1.5">
        <Link href="/accounts" className="target inline-flex items-center rounded-md">
          <Wordmark isShort />
        </Link>
        <Places viewer={viewer} here={here} waiting={waiting} alerts={alerts} />
        <Link href="/me" prefetch={false} title="Your page" className={OWN}>
          <UserText className="block truncate font-medium">{viewer.name}</UserText>
          <span className="block truncate text-faint">{ROLES[viewer.role]}</span>
        </Link>
        <Desk zone={zone} keys={<Keyboard {...SIGN} />}>
          <Search {...SIGN} />
          <span className="max-sm:hidden">Search</span>
          <span className="ml-auto pointer-coarse:hidden max-sm:hidden">
            <Kbd>/</Kbd>
          </span>
        </Desk>
        <ThemeToggle
          initial={theme}
          signs={{
            system: <SunMoon {...SIGN} />,
            light: <Sun {...SIGN} />,
            dark: <Moon {...SIGN} />,
          }}
        />
        <form action={signOut}>
          <button
            type="submit"
            aria-label="Sign out"
            title="Sign out"
            className="target-square transition-calm grid place-items-center rounded-md text-soft hover:bg-sunken hover:text-ink"
          >
            <LogOut {...SIGN} />
          </button>
        </form>
      </div>
    </header>
  )
}

/** Takes what room is left, and cuts the name: without a width of its own it never begins a row. */
const OWN = `target transition-calm ml-auto flex min-w-0 flex-col justify-center rounded-md px-1 text-right
  text-12 leading-4 hover:bg-sunken max-sm:flex-1 max-sm:basis-0 sm:mr-3`
