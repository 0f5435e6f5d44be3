import { type MouseEvent, useEffect, useRef } from 'react'
import { ProblemError } from '@/app/_queries/fetch-json'
import { Amount } from '@/app/_ui/amount'
import { Button } from '@/app/_ui/button'
import { ButtonLink } from '@/app/_ui/button-link'
import { UserText } from '@/app/_ui/user-text'
import type { SearchHitJson } from '@/app/_wire/search'
import type { Found } from './use-search'

type ResultsProps = {
  id: string
  found: Found
  /** Whether they answer the text as it is now. */
  isCurrent: boolean
  /** The number of the hit that Enter opens, over all groups. */
  active: number
  onPoint: (index: number) => void
  onGo: (hit: SearchHitJson) => void
  onRetry: () => void
}

/** What a search found, by kind; or that it found nothing, or why it failed. */
export function Results({ found, isCurrent, onRetry, ...list }: ResultsProps) {
  const count = found.groups.reduce((sum, { hits }) => sum + hits.length, 0)
  return (
    <>
      <p role="status" className={count > 0 || found.q === null ? 'sr-only' : 'hidden'}>
        {isCurrent && count > 0 ? (count === 1 ? 'One result' : `${count} results`) : ''}
      </p>
      {found.error ? (
        <Failure error={found.error} onRetry={onRetry} />
      ) : count > 0 ? (
        <List groups={found.groups} isCurrent={isCurrent} {...list} />
      ) : (
        <Nothing q={found.q} />
      )}
    </>
  )
}

type ListProps = Pick<ResultsProps, 'id' | 'isCurrent' | 'active' | 'onPoint' | 'onGo'> & {
  groups: Found['groups']
}

function List({ id, groups, isCurrent, active, onPoint, onGo }: ListProps) {
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    list.current?.querySelector(`[id="${id}-${active}"]`)?.scrollIntoView({ block: 'nearest' })
  }, [id, active])
  let before = 0
  return (
    <div
      ref={list}
      id={id}
      role="listbox"
      aria-label="Results"
      aria-busy={!isCurrent}
      tabIndex={-1}
      className="max-h-[min(28rem,60vh)] overflow-y-auto overscroll-contain p-2"
    >
      {groups.map(({ name, hits }) => {
        const first = before
        before += hits.length
        return (
          // biome-ignore lint/a11y/useSemanticElements: options are grouped so
          <div key={name} role="group" aria-labelledby={`${id}-from-${first}`} className="pb-2">
            <p id={`${id}-from-${first}`} className="px-2 pt-2 pb-1 text-12 text-faint">
              {name}
            </p>
            {hits.map((hit, index) => (
              <Option
                key={`${hit.href} ${hit.title}`}
                id={`${id}-${first + index}`}
                hit={hit}
                isActive={active === first + index}
                onPoint={() => onPoint(first + index)}
                onGo={() => onGo(hit)}
              />
            ))}
          </div>
        )
      })}
    </div>
  )
}

type OptionProps = {
  id: string
  hit: SearchHitJson
  isActive: boolean
  onPoint: () => void
  onGo: () => void
}

function Option({ id, hit, isActive, onPoint, onGo }: OptionProps) {
  const { title, detail, href, amount } = hit
  function click(event: MouseEvent) {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return
    event.preventDefault()
    onGo()
  }
  return (
    <a
      id={id}
      href={href}
      role="option"
      aria-selected={isActive}
      tabIndex={-1}
      onClick={click}
      onMouseMove={isActive ? undefined : onPoint}
      className="target flex items-center justify-between gap-4 rounded-md px-2 py-1.5 aria-selected:bg-accent-wash"
    >
      <span className="min-w-0">
        <UserText className="block truncate font-medium">{title}</UserText>
        {detail !== null && (
          <UserText className="block truncate text-12 text-soft">{detail}</UserText>
        )}
      </span>
      {amount && <Amount value={amount.value} currency={amount.currency} />}
    </a>
  )
}

function Nothing({ q }: { q: string | null }) {
  if (q === null) return <p className="px-4 py-6 text-soft">Searching…</p>
  return (
    <div role="status" className="px-4 py-6">
      <p className="font-medium">
        No results for “<UserText>{q.length > 60 ? `${q.slice(0, 60)}…` : q}</UserText>”
      </p>
      <p className="mt-1 text-soft">
        Try an owner, an account number, a date such as last week, or an amount such as over 500.
      </p>
    </div>
  )
}

function Failure({ error, onRetry }: { error: Error; onRetry: () => void }) {
  const isSignedOut = error instanceof ProblemError && error.status === 401
  const sentence = isSignedOut
    ? 'Your session has ended.'
    : error instanceof ProblemError
      ? error.message
      : 'The bank can’t be reached. Check the connection, then try again.'
  return (
    <div role="alert" className="flex flex-col items-start gap-3 px-4 py-6">
      <p className="font-medium text-red-ink">
        {isSignedOut ? 'You are signed out.' : 'Search failed.'}
      </p>
      <p className="text-soft">{sentence}</p>
      {isSignedOut ? (
        <ButtonLink href="/sign-in">Sign in again</ButtonLink>
      ) : (
        <Button onClick={onRetry}>Try again</Button>
      )}
    </div>
  )
}
