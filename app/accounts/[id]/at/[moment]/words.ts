import type { ComparedJson } from '@/app/_wire/look-back'

/** The balance of an account at one of two moments; none is 0. */
export function balanceOf({ state }: ComparedJson): string {
  return typeof state.balance === 'string' ? state.balance : '0'
}

/** `This entry`, `These 2 entries`. */
export function entriesWord(count: number): string {
  return count === 1 ? 'This entry' : `These ${count} entries`
}
