import { Button } from '@/app/_ui/button'
import { ButtonLink } from '@/app/_ui/button-link'
import { Field, TextField } from '@/app/_ui/field'
import { TextLink } from '@/app/_ui/text-link'
import { KIND_WORDS } from './access-words'

type AccessFiltersProps = { asked: URLSearchParams; zone: string; fault: string | null }

/** The filters of the access log, in its address, and its export. Works without scripts. */
export function AccessFilters({ asked, zone, fault }: AccessFiltersProps) {
  const of = (name: string) => ({ id: name, name, defaultValue: asked.get(name) ?? '' })
  const file = (format: string) =>
    `/api/access/export?${new URLSearchParams([...asked, ['zone', zone], ['format', format]])}`
  return (
    <form action="/access" aria-label="Filters" autoComplete="off" className="mb-6">
      <div className="grid grid-cols-2 items-start gap-3 md:grid-cols-5">
        <TextField {...of('person')} label="Person, service or account" maxLength={320} />
        <Field id="kind" label="Kind">
          <select {...of('kind')} className="box target w-full">
            <option value="">All</option>
            {Object.entries(KIND_WORDS).map(([kind, words]) => (
              <option key={kind} value={kind}>
                {words}
              </option>
            ))}
          </select>
        </Field>
        <TextField {...of('from')} label="From" type="date" />
        <TextField {...of('to')} label="To" type="date" />
        <TextField {...of('address')} label="Network address" maxLength={100} />
      </div>
      {fault && (
        <p role="alert" className="mt-2 text-12 text-red-ink">
          {fault}
        </p>
      )}
      <p className="mt-1 text-12 text-faint">
        A person is found by e-mail address or ID; a service, an account or a token by ID.
      </p>
      <div className="mt-3 flex flex-wrap items-center gap-x-4 gap-y-2">
        <Button type="submit" look="primary">
          Show
        </Button>
        {asked.size > 0 && (
          <ButtonLink href="/access" look="bare">
            Clear
          </ButtonLink>
        )}
        {fault === null && (
          <span className="ml-auto text-12 text-soft">
            Export <TextLink href={file('csv')}>CSV</TextLink> or{' '}
            <TextLink href={file('json')}>JSON</TextLink>
          </span>
        )}
      </div>
    </form>
  )
}
