import { History } from 'lucide-react'
import type { ReactNode } from 'react'
import { ButtonLink } from './button-link'
import { Kbd } from './kbd'

type PastStripProps = {
  /** What is shown. */
  title?: string
  /** The moment, in words. */
  when?: string
  nowHref: string
  /** The key that also returns to now. */
  nowKey?: string
  /** Replaces `when` where there is room for it. */
  children?: ReactNode
}

/** Below the header of a page of the past: says that this is not now, and links back. */
export function PastStrip({
  title = 'Past date',
  when,
  nowHref,
  nowKey,
  children,
}: PastStripProps) {
  return (
    <nav
      aria-label="Time machine"
      data-chrome
      className="sticky top-0 z-20 border-amber border-t-3 border-b border-b-rule bg-amber-wash"
    >
      <div className="column flex min-h-12 items-center gap-x-6 py-1 max-sm:py-2">
        <p
          className={`mr-auto flex items-baseline gap-x-2 text-amber-ink ${when ? 'max-lg:flex-wrap' : ''}`}
        >
          <History aria-hidden size={15} strokeWidth={1.75} className="shrink-0 self-center" />
          <span className="font-semibold sm:whitespace-nowrap">{title}</span>
          {when && (
            <span className={`text-12 max-lg:w-full ${children ? 'lg:hidden' : ''}`}>{when}</span>
          )}
        </p>
        {children && <div className="hidden lg:block">{children}</div>}
        <ButtonLink href={nowHref}>
          Return to now
          {nowKey && (
            <span className="pointer-coarse:hidden max-sm:hidden">
              <Kbd>{nowKey}</Kbd>
            </span>
          )}
        </ButtonLink>
      </div>
    </nav>
  )
}
