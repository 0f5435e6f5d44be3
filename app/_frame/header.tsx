import { LogOut } from 'lucide-react'
import Link from 'next/link'
import { ShortcutSheet } from '@/app/_ui/shortcut-sheet'
import { type Theme, ThemeToggle } from '@/app/_ui/theme-toggle'
import { Wordmark } from '@/app/_ui/wordmark'
import type { Role } from '@/app/_wire/types'
import { signOut } from './sign-out'

type HeaderProps = { viewer: { name: string; role: Role }; theme: Theme }

const ROLES: Readonly<Record<Role, string>> = {
  customer: 'Customer',
  teller: 'Teller',
  auditor: 'Auditor, read-only',
}

/** The page header: home link, navigation, viewer, theme and sign-out. */
export function Header({ viewer, theme }: HeaderProps) {
  return (
    <header data-chrome className="border-rule border-b">
      <div className="column flex min-h-14 flex-wrap items-center gap-x-1">
        <Link href="/accounts" className="target inline-flex items-center rounded-md">
          <Wordmark />
        </Link>
        <Places staff={viewer.role !== 'customer'} />
        <p className="mr-2 ml-auto min-w-0 text-right text-12 leading-4 sm:mr-3">
          <span className="block truncate font-medium">{viewer.name}</span>
          <span className="block truncate text-faint">{ROLES[viewer.role]}</span>
        </p>
        <ShortcutSheet />
        <ThemeToggle initial={theme} />
        <form action={signOut}>
          <button
            type="submit"
            aria-label="Sign out"
            title="Sign out"
            className="target-square transition-calm grid place-items-center rounded-md text-soft hover:bg-sunken hover:text-ink"
          >
            <LogOut aria-hidden size={16} strokeWidth={1.75} />
          </button>
        </form>
      </div>
    </header>
  )
}

const PLACE =
  'target transition-calm inline-flex items-center rounded-md px-2 text-soft hover:text-ink'

/** The navigation; on narrow screens in a row of its own, if there is more than one link. */
function Places({ staff }: { staff: boolean }) {
  const narrow = staff ? 'max-sm:order-last max-sm:-ml-2 max-sm:w-full' : 'max-sm:hidden'
  return (
    <nav aria-label="Daybook" className={`sm:mr-auto sm:ml-5 ${narrow}`}>
      <Link href="/accounts" className={PLACE}>
        Accounts
      </Link>
      {staff && (
        <>
          <Link href="/bank" className={PLACE}>
            Whole bank
          </Link>
          <Link href="/audit" className={PLACE}>
            Audit trail
          </Link>
        </>
      )}
    </nav>
  )
}
