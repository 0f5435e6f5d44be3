import type { ReactNode } from 'react'
import { Time } from '@/app/_ui/time'
import { UserText } from '@/app/_ui/user-text'
import type { JobJson, LogCheckJson, ModelJson } from '@/app/_wire/operations'
import { countText, secondsText } from './figures'
import { OperateForm } from './operate-form'
import { Mark, Section, Unknown } from './section'

type ModelsSectionProps = {
  models: readonly ModelJson[] | null
  check: LogCheckJson | null
  zone: string
  mayOperate: boolean
  onDone: () => void
}

/** Read models with their last rebuild, and what the last check of the log found. */
export function ModelsSection({ models, check, ...rest }: ModelsSectionProps) {
  return (
    <Section id="models" title="Read models">
      {check === null ? <Unknown /> : <LogCheck check={check} {...rest} />}
      {models === null ? (
        <Unknown />
      ) : (
        <ul aria-label="Read models">
          {models.map(({ name, job }) => (
            <Line
              key={name}
              title={name}
              told={job === null ? 'Never rebuilt here' : <Progress job={job} zone={rest.zone} />}
            >
              {rest.mayOperate && !isOpen(job) && (
                <OperateForm
                  operation="rebuild"
                  subject={name}
                  word="Rebuild"
                  label={`Rebuild ${name}`}
                  onDone={rest.onDone}
                />
              )}
            </Line>
          ))}
        </ul>
      )}
    </Section>
  )
}

function isOpen(job: JobJson | null): boolean {
  return job?.state === 'waiting' || job?.state === 'running'
}

type LogCheckProps = Omit<ModelsSectionProps, 'models' | 'check'> & { check: LogCheckJson }

function LogCheck({ check: { job, found }, zone, mayOperate, onDone }: LogCheckProps) {
  return (
    <div className="border-rule border-t">
      <Line
        title="Check of the whole log"
        told={
          <>
            {found === null ? 'Never checked' : <Found found={found} zone={zone} />}
            {job && (isOpen(job) || job.state === 'failed') && (
              <span className="block">
                <Progress job={job} zone={zone} />
              </span>
            )}
          </>
        }
      >
        {mayOperate && !isOpen(job) && (
          <OperateForm
            operation="check"
            subject="all"
            word="Check now"
            label="Check the whole log now"
            onDone={onDone}
          />
        )}
      </Line>
      {found && found.first.length > 0 && <Differences found={found} />}
    </div>
  )
}

type Whole = NonNullable<LogCheckJson['found']>

function Found({ found: { at, differences }, zone }: { found: Whole; zone: string }) {
  return (
    <>
      <Mark is={differences === 0 ? 'good' : 'bad'}>
        {differences === 0
          ? 'No differences'
          : `${countText(differences)} ${differences === 1 ? 'difference' : 'differences'}`}
      </Mark>
      {', '}
      <Time instant={at} zone={zone} />
    </>
  )
}

function Differences({ found: { first, differences } }: { found: Whole }) {
  return (
    <details className="border-rule border-b pb-2">
      <summary className="target inline-flex items-center text-12 text-accent underline underline-offset-2">
        {differences > first.length ? `The first ${first.length}` : 'Which'}
      </summary>
      <ul className="text-12">
        {first.map(({ where, key, sentence }) => (
          <li key={`${where} ${key} ${sentence}`} className="wrap-anywhere py-1">
            <span className="font-medium">{where}</span>{' '}
            <span className="font-mono text-soft">{key}</span> <UserText>{sentence}</UserText>
          </li>
        ))}
      </ul>
    </details>
  )
}

type LineProps = { title: string; told: ReactNode; children: ReactNode }

function Line({ title, told, children }: LineProps) {
  const Tag = title === 'Check of the whole log' ? 'div' : 'li'
  return (
    <Tag className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-6 border-rule border-b py-2 sm:grid-cols-[14rem_minmax(0,1fr)_auto]">
      <span className="col-start-1 row-start-1 font-medium">{title}</span>
      <span className="row-start-2 min-w-0 text-soft sm:col-start-2 sm:row-start-1">{told}</span>
      <span className="col-start-2 row-span-2 row-start-1 flex min-h-9 items-center justify-end sm:col-start-3 sm:row-span-1">
        {children}
      </span>
    </Tag>
  )
}

/** How far a job is, or how it ended. */
function Progress({ job, zone }: { job: JobJson; zone: string }) {
  const { state, askedBy, askedAt, endedAt, seconds, done, total, error } = job
  if (state === 'waiting') {
    return (
      <>
        {'Waits, asked for by '}
        <UserText>{askedBy}</UserText>
        {' at '}
        <Time instant={askedAt} zone={zone} />
        {'. If nothing happens, run '}
        <code className="font-mono text-12">npm run jobs</code>
      </>
    )
  }
  if (state === 'running') {
    const share = total ? Math.min(done / total, 1) : null
    return (
      <span className="flex flex-wrap items-center gap-x-3">
        <span>{`${countText(done)}${total ? ` of about ${countText(total)}` : ''}`}</span>
        {share !== null && (
          <progress className="h-1.5 w-40 accent-(--accent)" value={share} aria-label="Progress" />
        )}
      </span>
    )
  }
  return (
    <>
      {state === 'failed' ? (
        <span className="text-red-ink">
          {'Failed '}
          {endedAt && <Time instant={endedAt} zone={zone} />}
          {error && (
            <>
              {': '}
              <UserText>{error}</UserText>
            </>
          )}
        </span>
      ) : (
        <>
          {'Rebuilt '}
          {endedAt && <Time instant={endedAt} zone={zone} />}
          {seconds !== null && ` in ${secondsText(seconds)}`}
        </>
      )}
    </>
  )
}
