import Link from 'next/link'
import { type Place, pathOfView, type View } from '@/app/_time/moment-path'

const VIEWS: readonly (readonly [View, string])[] = [
  ['', 'Account'],
  ['explain', 'Explain'],
  ['compare', 'Compare'],
  ['fold', 'Steps'],
]

const TAB = `target -mb-px inline-flex items-center whitespace-nowrap border-transparent border-b-2
  text-soft hover:text-ink`

type ViewsProps = {
  id: string
  place: Place
  current: View
  /** Whether the moment is now, whose account is the account's page. */
  isNow?: boolean
}

/** Links to the views of a moment, with the current one marked. */
export function Views({ id, place, current, isNow = false }: ViewsProps) {
  return (
    <nav
      aria-label={isNow ? 'Views of this account' : 'Views of this date'}
      data-chrome
      className="mt-6 -mb-2 flex flex-wrap gap-x-5 border-rule border-b"
    >
      {VIEWS.map(([view, name]) => (
        <Link
          key={view}
          href={isNow && view === '' ? `/accounts/${id}` : pathOfView(id, place, view)}
          prefetch={false}
          aria-current={view === current ? 'page' : undefined}
          className={`${TAB} aria-[current]:font-medium aria-[current]:text-ink ${isNow ? 'aria-[current]:border-accent' : 'aria-[current]:border-amber'}`}
        >
          {name}
        </Link>
      ))}
      <Link
        href={`/accounts/${id}/what-if${isNow ? '' : `?from=${place.segment}`}`}
        prefetch={false}
        className={TAB}
      >
        What if?
      </Link>
    </nav>
  )
}
