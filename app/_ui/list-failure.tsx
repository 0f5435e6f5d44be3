'use client'

import { ProblemError } from '@/app/_queries/fetch-json'
import { Button } from './button'
import { ButtonLink } from './button-link'
import { EmptyState } from './empty-state'

type ListFailureProps = {
  /** The name of the list: "The accounts". */
  what: string
  error: Error
  retry: () => unknown
}

/** Shows what failed to load, why, and a retry. */
export function ListFailure({ what, error, retry }: ListFailureProps) {
  if (error instanceof ProblemError && error.status === 401) {
    return (
      <EmptyState
        urgent
        title="You are signed out."
        action={<ButtonLink href="/sign-in">Sign in again</ButtonLink>}
      >
        Your session has ended. Nothing was lost.
      </EmptyState>
    )
  }
  return (
    <EmptyState
      urgent
      title={`${what} could not be loaded.`}
      action={<Button onClick={() => void retry()}>Try again</Button>}
    >
      {error instanceof ProblemError
        ? error.message
        : 'The bank can’t be reached. Check the connection, then try again.'}
    </EmptyState>
  )
}
