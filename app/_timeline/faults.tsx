import Link from 'next/link'
import { timelinePath } from '@/app/_wire/timeline'
import type { StreamRef } from '@/domain/event-sourcing/operation'

/** An invalid parameter of the address, in the form's words. */
export type FieldFault = { readonly field: string; readonly sentence: string }

type FaultsProps = { of: StreamRef | null; faults: readonly FieldFault[] }

/** Replaces the list when the address has invalid parameters. */
export function Faults({ of, faults }: FaultsProps) {
  return (
    <div role="alert" className="flex flex-col items-start gap-3 border-rule border-y py-10">
      <h2 className="font-medium text-16 text-red-ink">This list can’t be shown.</h2>
      <ul className="flex max-w-[60ch] list-disc flex-col gap-1 pl-5 text-soft">
        {faults.slice(0, FAULTS_SHOWN).map(({ field, sentence }) => (
          <li key={field} className="break-words">
            {sentence}
          </li>
        ))}
      </ul>
      <p className="text-soft">
        Fix the marked filter, or{' '}
        <Link
          prefetch={false}
          href={timelinePath(of)}
          className="text-accent underline underline-offset-2"
        >
          clear all filters
        </Link>
        .
      </p>
    </div>
  )
}

const FAULTS_SHOWN = 8
