import { Activity, Keyboard, LogOut, Moon, Search, Sun, SunMoon } from 'lucide-react'
import Link from 'next/link'
import { Desk } from '@/app/_palette/desk'
import { may } from '@/app/_server/people/rights'
import type { Viewer } from '@/app/_server/people/viewer'
import { Kbd } from '@/app/_ui/kbd'
import { type Theme, ThemeToggle } from '@/app/_ui/theme-toggle'
import { UserText } from '@/app/_ui/user-text'
import { Wordmark } from '@/app/_ui/wordmark'
import type { Role } from '@/app/_wire/types'
import { signOut } from './sign-out'

type HeaderProps = {
  viewer: Viewer
  theme: Theme
  zone: string
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
export function Header({ viewer, theme, zone, waiting, alerts }: HeaderProps) {
  return (
    <header data-chrome className="border-rule border-b">
      <div className="column flex min-h-14 flex-wrap items-center gap-x-1 sm:py-1.5">
        <Link href="/accounts" className="target inline-flex items-center rounded-md">
          <Wordmark isShort />
        </Link>
        <Places viewer={viewer} waiting={waiting} alerts={alerts} />
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

const PLACE =
  'target transition-calm inline-flex items-center rounded-md px-2 text-soft hover:text-ink max-[26rem]:px-1.5'

/** Said, but not shown on narrow screens, where the row has no room for it. */
const WORDY = 'whitespace-pre max-sm:sr-only'

type PlacesProps = Pick<HeaderProps, 'viewer' | 'waiting' | 'alerts'>

/** A row of its own where the header is too narrow: it scrolls, and keeps what is only said inside. */
const FEW_PLACES = `max-md:relative max-md:order-last max-md:-mx-2 max-md:flex max-md:basis-full
  max-md:overflow-x-auto max-md:whitespace-nowrap md:mr-auto md:ml-5 max-[26rem]:-mx-1.5`
const MANY_PLACES = `max-xl:relative max-xl:order-last max-xl:-mx-2 max-xl:flex max-xl:basis-full
  max-xl:overflow-x-auto max-xl:whitespace-nowrap xl:mr-auto xl:ml-5 max-[26rem]:-mx-1.5`

function Places({ viewer, waiting, alerts }: PlacesProps) {
  const staff = may(viewer, 'readBank')
  return (
    <nav aria-label="Daybook" className={staff ? MANY_PLACES : FEW_PLACES}>
      <Link href="/accounts" className={PLACE}>
        Accounts
      </Link>
      <Link href="/orders" prefetch={false} className={PLACE}>
        Orders
      </Link>
      {staff && (
        <>
          <Link href="/bank" className={PLACE}>
            <span className={WORDY}>Whole </span>
            <span className="max-sm:capitalize">bank</span>
          </Link>
          <Link href="/audit" className={PLACE}>
            Audit<span className={WORDY}> trail</span>
          </Link>
          <Link href="/cases" prefetch={false} className={PLACE}>
            Cases
          </Link>
          {may(viewer, 'readAccessLog') && (
            <Link href="/access" prefetch={false} className={PLACE}>
              Access<span className={WORDY}> log</span>
            </Link>
          )}
          {waiting !== null && (
            <Link href="/approvals" prefetch={false} className={PLACE}>
              Approvals
              {waiting > 0 && <Waiting count={waiting} />}
            </Link>
          )}
          {may(viewer, 'readPeople') && (
            <Link href="/people" prefetch={false} className={PLACE}>
              People
            </Link>
          )}
          {(alerts || may(viewer, 'readOperations')) && (
            <Link href="/operations" prefetch={false} className={PLACE}>
              <Activity {...SIGN} className="sm:hidden" />
              <span className="max-sm:sr-only">
                {may(viewer, 'readOperations') ? 'Operations' : 'Alerts'}
              </span>
              {alerts !== null && alerts > 0 && <Alerts count={alerts} />}
            </Link>
          )}
        </>
      )}
    </nav>
  )
}

function Alerts({ count }: { count: number }) {
  return (
    <span className="ml-1.5 rounded-sm bg-red-wash px-1.5 text-12 text-red-ink">
      {count}
      <span className="sr-only">{count === 1 ? ' alert' : ' alerts'}</span>
    </span>
  )
}

function Waiting({ count }: { count: number }) {
  return (
    <span className="ml-1.5 rounded-sm bg-accent-solid px-1.5 text-12 text-on-accent">
      {count}
      <span className="sr-only"> waiting</span>
    </span>
  )
}
