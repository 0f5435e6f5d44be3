import { TimeInWords } from '@/app/_ui/time-in-words'
import { UserText } from '@/app/_ui/user-text'
import type { AccountJson, FreezeScope } from '@/app/_wire/types'
import type { Standing } from './read-standing'

type StandingNoticeProps = { account: AccountJson; standing: Standing | null; zone: string }

const STOPPED: Readonly<Record<FreezeScope, string>> = {
  debits: 'No money can go out.',
  credits: 'No money can come in.',
  all: 'No money can go out or come in.',
}

/** Why money can't move on a frozen or closed account; nothing for an open one. */
export function StandingNotice({ account, standing, zone }: StandingNoticeProps) {
  const { status, freeze } = account
  if (status === 'open') return null
  const known = standing?.status === status ? standing : null
  const rule = status === 'closed' ? 'border-rule-strong' : 'border-red-ink'
  return (
    <section
      aria-label="Account status"
      className={`mt-6 max-w-[72ch] border-l-2 py-0.5 pl-3 ${rule}`}
    >
      <p>
        <span className="font-medium">{status === 'closed' ? 'Closed' : 'Frozen'}</span>
        {known && (
          <>
            {' since '}
            <TimeInWords instant={known.since} zone={zone} />
            {known.by && (
              <>
                , by <UserText>{known.by}</UserText>
              </>
            )}
          </>
        )}
        {'. '}
        {status === 'closed' ? 'Closed accounts can’t be changed.' : ''}
        {freeze && STOPPED[freeze.scope]}
      </p>
      {freeze && (
        <p className="text-soft">
          Reason: <UserText>{freeze.reason}</UserText>
        </p>
      )}
    </section>
  )
}
