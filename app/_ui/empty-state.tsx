import type { ReactNode } from 'react'

type EmptyStateProps = {
  title: string
  /** What it means, and what can be done. */
  children?: ReactNode
  action?: ReactNode
  /** Said aloud at once: for what went wrong. */
  urgent?: boolean
}

/** What stands where a list would be: nothing yet, nothing found, or something failed. */
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
