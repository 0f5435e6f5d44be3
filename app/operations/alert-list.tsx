import Link from 'next/link'
import { TimeInWords } from '@/app/_ui/time-in-words'
import { UserText } from '@/app/_ui/user-text'
import type { AlertJson } from '@/app/_wire/alerts'
import { OperateForm } from './operate-form'

type AlertListProps = {
  alerts: readonly AlertJson[]
  zone: string
  mayOperate: boolean
  onDone: () => void
}

/** What is raised now, and below it what was over last. */
export function AlertList({ alerts, ...rest }: AlertListProps) {
  const raised = alerts.filter(({ status }) => status === 'raised')
  const over = alerts.filter(({ status }) => status === 'cleared')
  return (
    <>
      {raised.length > 0 && (
        <ul aria-label="Raised alerts" className="mt-6 flex flex-col gap-3">
          {raised.map(alert => (
            <Raised key={alert.rule} alert={alert} {...rest} />
          ))}
        </ul>
      )}
      {over.length > 0 && (
        <details className="mt-4 text-soft">
          <summary className="target inline-flex items-center text-12 underline underline-offset-2">
            {`${over.length} ${over.length === 1 ? 'alert' : 'alerts'} before`}
          </summary>
          <ul className="mt-1">
            {over.map(alert => (
              <li key={alert.rule} className="border-rule border-b py-2">
                <History of={alert}>{alert.title}</History>
                {alert.until && (
                  <span className="text-12">
                    {', over since '}
                    <TimeInWords instant={alert.until} zone={rest.zone} />
                  </span>
                )}
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  )
}

type RaisedProps = Omit<AlertListProps, 'alerts'> & { alert: AlertJson }

function Raised({ alert, zone, mayOperate, onDone }: RaisedProps) {
  const { title, told, advice, since, severity, acknowledgedBy, rule } = alert
  const edge = severity === 'critical' ? 'border-red-ink' : 'border-rule-strong'
  return (
    <li className={`border-l-2 bg-sunken px-4 py-3 ${edge}`}>
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2">
        <div className="min-w-0 flex-1">
          <p className="font-medium">
            {severity === 'critical' && <span className="text-red-ink">Critical: </span>}
            {title}
          </p>
          <p>{told}</p>
          <p className="mt-1 max-w-[72ch] text-soft">{advice}</p>
          <p className="mt-1 text-12 text-soft">
            {'Since '}
            <TimeInWords instant={since} zone={zone} />
            {acknowledgedBy !== null && (
              <>
                {' · acknowledged by '}
                <UserText>{acknowledgedBy}</UserText>
              </>
            )}
            {' · '}
            <History of={alert}>History</History>
          </p>
        </div>
        {mayOperate && acknowledgedBy === null && (
          <OperateForm
            operation="acknowledge"
            subject={rule}
            word="Acknowledge"
            label={`Acknowledge: ${title}`}
            onDone={onDone}
          />
        )}
      </div>
    </li>
  )
}

function History({ of, children }: { of: AlertJson; children: string }) {
  return (
    <Link
      prefetch={false}
      href={`/streams/${of.id}`}
      className="target-inline text-accent underline underline-offset-2"
    >
      {children}
    </Link>
  )
}
