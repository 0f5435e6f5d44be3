import Link from 'next/link'
import type { SubjectView } from '@/app/_server/case-files/case-views'
import { Time } from '@/app/_ui/time'
import { UserText } from '@/app/_ui/user-text'
import type { ListedCaseFileJson } from '@/app/_wire/case-files'
import { casePath } from '@/app/_wire/stream-path'
import { Due } from './due'
import { FoundText } from './found-text'

type CaseListProps = {
  items: readonly ListedCaseFileJson[]
  subjects: ReadonlyMap<string, SubjectView>
  search: string
  zone: string
  /** The date of today, such as `2026-12-31`. */
  today: string
}

/** Case files, one below the other, with what a search found marked. */
export function CaseList({ items, ...shared }: CaseListProps) {
  return (
    <ul className="border-rule border-t">
      {items.map(item => (
        <Row key={item.caseFileId} item={item} {...shared} />
      ))}
    </ul>
  )
}

type RowProps = Omit<CaseListProps, 'items'> & { item: ListedCaseFileJson }

function Row({ item, subjects, search, zone, today }: RowProps) {
  const { title, excerpt, state, assignee, due, changedAt } = item
  const subject = subjects.get(item.accountId ?? item.personId ?? '')
  return (
    <li className="transition-calm relative grid gap-x-10 gap-y-1 border-rule border-b py-3 hover:bg-sunken sm:grid-cols-[minmax(0,1fr)_14rem]">
      <div className="min-w-0">
        <h2 className="wrap-anywhere font-medium">
          <Link
            href={casePath(item.caseFileId)}
            prefetch={false}
            className="after:absolute after:inset-0"
          >
            <FoundText text={title} search={search} />
          </Link>
        </h2>
        <p className="wrap-anywhere line-clamp-2 max-w-[72ch] text-soft">
          <FoundText text={excerpt} search={search} />
        </p>
        <p className="wrap-anywhere text-12 text-faint">
          {'About '}
          <UserText>{subject?.name ?? item.personId ?? ''}</UserText>
          {subject?.detail && ` · ${subject.detail}`}
        </p>
      </div>
      <div className="flex flex-wrap items-baseline gap-x-3 text-12 text-soft sm:flex-col sm:items-end sm:text-right">
        <span>
          {state === 'open' ? 'Open' : 'Closed'}
          {' · '}
          {assignee ? <UserText>{assignee.name}</UserText> : 'Nobody’s'}
        </span>
        {due !== null && <Due due={due} today={today} isOpen={state === 'open'} />}
        <span className="text-faint max-sm:ml-auto">
          {'Changed '}
          <Time instant={changedAt} zone={zone} />
        </span>
      </div>
    </li>
  )
}
