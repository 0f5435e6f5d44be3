import { Time } from '@/app/_ui/time'
import { UserText } from '@/app/_ui/user-text'
import type { LogCheckJson, ModelJson } from '@/app/_wire/operations'
import { countText } from './figures'
import { JobLine, JobProgress, UnfinishedJob } from './job-line'
import { Mark, Section, Unknown } from './section'

type ModelsSectionProps = {
  models: readonly ModelJson[] | null
  check: LogCheckJson | null
  zone: string
  mayOperate: boolean
  onDone: () => void
}

/** Read models with their last rebuild, and what the last check of the log found. */
export function ModelsSection({ models, check, zone, ...rest }: ModelsSectionProps) {
  return (
    <Section id="models" title="Read models">
      {check === null ? <Unknown /> : <LogCheck check={check} zone={zone} {...rest} />}
      {models === null ? (
        <Unknown />
      ) : (
        <ul aria-label="Read models">
          {models.map(({ name, job }) => (
            <JobLine
              key={name}
              {...rest}
              title={name}
              job={job}
              told={job === null ? 'Never rebuilt here' : <JobProgress job={job} zone={zone} />}
              operation="rebuild"
              subject={name}
              word="Rebuild"
              label={`Rebuild ${name}`}
            />
          ))}
        </ul>
      )}
    </Section>
  )
}

type LogCheckProps = Omit<ModelsSectionProps, 'models' | 'check'> & { check: LogCheckJson }

function LogCheck({ check: { job, found }, zone, ...rest }: LogCheckProps) {
  return (
    <div className="border-rule border-t">
      <JobLine
        {...rest}
        as="div"
        title="Check of the whole log"
        job={job}
        told={
          <>
            {found === null ? 'Never checked' : <Found found={found} zone={zone} />}
            <UnfinishedJob job={job} zone={zone} />
          </>
        }
        operation="check"
        subject="all"
        word="Check now"
        label="Check the whole log now"
      />
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
