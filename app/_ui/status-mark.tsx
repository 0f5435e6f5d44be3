import type { AccountJson } from '@/app/_wire/types'

const WORDS = { frozen: 'Frozen', closed: 'Closed' } as const

/** Marks an account that is frozen or closed; nothing for an open one. */
export function StatusMark({ status }: Pick<AccountJson, 'status'>) {
  if (status === 'open') return null
  return (
    <span className="rounded-sm border border-rule-strong px-1 font-normal text-12 text-soft">
      {WORDS[status]}
    </span>
  )
}
