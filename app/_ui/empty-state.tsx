import type { ReactNode } from 'react'

type EmptyStateProps = {
  title: string
  /** What it means, and what to do. */
  children?: ReactNode
  action?: ReactNode
  /** Announced at once: for failures. */
  urgent?: boolean
}

/** Replaces a list that is empty, has no matches, or failed to load. */
export function EmptyState({ title, children, action, urgent = false }: EmptyStateProps) {
  return (
    <div
      role={urgent ? 'alert' : 'status'}
      className="flex flex-col items-start gap-3 border-rule border-y py-10"
    >
      <p className={`font-medium text-16 ${urgent ? 'text-red-ink' : ''}`}>{title}</p>
      {children && <div className="max-w-[60ch] text-soft">{children}</div>}
      {action}
    </div>
  )
}
