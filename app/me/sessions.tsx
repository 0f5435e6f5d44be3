import { Button } from '@/app/_ui/button'
import { TimeInWords } from '@/app/_ui/time-in-words'
import { endOtherSessions, endSession } from './actions'
import { deviceInWords } from './device-words'

type SessionsProps = {
  sessions: readonly {
    readonly id: string
    readonly isThis: boolean
    readonly userAgent: string | null
    readonly ipAddress: string | null
    readonly createdAt: Date
    readonly lastUsedAt: Date
  }[]
  zone: string
}

/** Where a person is signed in, each place with a button that ends it. */
export function Sessions({ sessions, zone }: SessionsProps) {
  return (
    <>
      <ul className="mb-4 border-rule border-t">
        {sessions.map(({ id, isThis, userAgent, ipAddress, createdAt, lastUsedAt }) => (
          <li
            key={id}
            className="flex items-center justify-between gap-3 border-rule border-b py-3"
          >
            <div className="min-w-0">
              <p className="font-medium">
                {deviceInWords(userAgent ?? '')}
                {isThis && <span className="ml-2 font-normal text-soft">this browser</span>}
              </p>
              <p className="text-12 text-soft">
                {'Last used '}
                <TimeInWords instant={lastUsedAt.toISOString()} zone={zone} />
                {', since '}
                <TimeInWords instant={createdAt.toISOString()} zone={zone} />
                {ipAddress && `, from ${ipAddress}`}
              </p>
            </div>
            <form action={endSession}>
              <input type="hidden" name="id" value={id} />
              <Button type="submit">{isThis ? 'Sign out' : 'End'}</Button>
            </form>
          </li>
        ))}
      </ul>
      {sessions.some(({ isThis }) => !isThis) && (
        <form action={endOtherSessions}>
          <Button type="submit">Sign out everywhere else</Button>
        </form>
      )}
    </>
  )
}
