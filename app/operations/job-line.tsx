import type { ReactNode } from 'react'
import { Time } from '@/app/_ui/time'
import { UserText } from '@/app/_ui/user-text'
import type { JobJson } from '@/app/_wire/operations'
import { countText, secondsText } from './figures'
import { OperateForm, type OperateFormProps } from './operate-form'

type JobLineProps = OperateFormProps & {
  as?: 'div' | 'li'
  title: string
  job: JobJson | null
  told: ReactNode
  mayOperate: boolean
}

/** What a job is about, what came of it, and the button that asks for it unless it is under way. */
export function JobLine({ as: Tag = 'li', title, job, told, mayOperate, ...button }: JobLineProps) {
  return (
    <Tag className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-6 border-rule border-b py-2 sm:grid-cols-[14rem_minmax(0,1fr)_auto]">
      <span className="col-start-1 row-start-1 font-medium">{title}</span>
      <span className="row-start-2 min-w-0 text-soft sm:col-start-2 sm:row-start-1">{told}</span>
      <span className="col-start-2 row-span-2 row-start-1 flex min-h-9 items-center justify-end sm:col-start-3 sm:row-span-1">
        {mayOperate && !isOpen(job) && <OperateForm {...button} />}
      </span>
    </Tag>
  )
}

export function isOpen(job: JobJson | null): boolean {
  return job?.state === 'waiting' || job?.state === 'running'
}

/** On a line of its own, below what the last one found: a job that is under way, or failed. */
export function UnfinishedJob({ job, zone }: { job: JobJson | null; zone: string }) {
  if (job === null || job.state === 'done') return null
  return (
    <span className="block">
      <JobProgress job={job} zone={zone} />
    </span>
  )
}

/** How far a job is, or how it ended. */
export function JobProgress({ job, zone }: { job: JobJson; zone: string }) {
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
        {share !== null && <progress className="h-1.5 w-40" value={share} aria-label="Progress" />}
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
