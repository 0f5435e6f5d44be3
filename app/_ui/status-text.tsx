import type { AccountJson } from '@/app/_wire/types'

const WORDS: Readonly<Record<AccountJson['status'], string>> = { open: 'Open' }

/** What an account's status is, in a word. */
export function StatusText({ status }: { status: AccountJson['status'] }) {
  return <span>{WORDS[status]}</span>
}
