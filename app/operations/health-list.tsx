import type { CheckJson } from '@/app/_wire/operations'
import { Mark, Section, Unknown } from './section'

const WORDS: ReadonlyMap<string, string> = new Map([
  ['database', 'Database answers'],
  ['readable', 'Tables can be read'],
  ['writable', 'Can record'],
  ['disk', 'Disk has room'],
  ['migrations', 'Migrations'],
  ['feed', 'Feed moves'],
  ['clock', 'Clock'],
])

const STATES = { ok: 'good', warning: 'bad', failing: 'bad', unknown: 'unknown' } as const

/** The checks of `/api/health/ready`, in few lines; what fails says why. */
export function HealthList({ health }: { health: readonly CheckJson[] | null }) {
  return (
    <Section id="health" title="Health">
      {health === null ? (
        <Unknown />
      ) : (
        <ul className="grid gap-x-6 gap-y-2 border-rule border-y py-3 sm:grid-cols-3 lg:grid-cols-4">
          {health.map(({ name, state, why }) => (
            <li key={name} className={why === null ? '' : 'sm:col-span-full'}>
              <Mark is={STATES[state]}>
                {WORDS.get(name) ?? name}
                {state !== 'ok' && <span className="sr-only">{`: ${state}`}</span>}
              </Mark>
              {why !== null && <p className="mt-0.5 ml-4 max-w-[72ch] text-soft">{why}</p>}
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}
