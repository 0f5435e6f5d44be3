import type { Metadata } from 'next'
import { askedQuery } from '@/app/_server/http/address'
import { requireViewer } from '@/app/_server/people/session'
import { bankTimeZone } from '@/app/_server/process/settings'
import { browserZone, chosenZone, readerZone } from '@/app/_time/reader'
import { timeInWords } from '@/app/_time/written'
import { Button } from '@/app/_ui/button'
import { Field } from '@/app/_ui/field'
import { chooseZone } from './actions'
import { zoneGroups } from './zone-groups'

export const metadata: Metadata = { title: 'Settings' }

/** What a reader sets once for all pages: the time zone. */
export default async function SettingsPage({ searchParams }: PageProps<'/settings'>) {
  const [query] = await Promise.all([askedQuery(searchParams), requireViewer()])
  const [chosen, guess, zone] = await Promise.all([chosenZone(), browserZone(), readerZone()])
  const bank = bankTimeZone()
  return (
    <main id="main" className="mx-auto w-full max-w-xl px-4 py-8 sm:py-12">
      <h1 className="mb-6 font-semibold text-20">Settings</h1>
      <form action={chooseZone} className="flex flex-col gap-4">
        <Field
          id="zone"
          label="Time zone"
          hint={`Dates and times on every page. The bank’s time zone is ${bank}.`}
        >
          <select
            id="zone"
            name="zone"
            key={chosen}
            defaultValue={chosen ?? ''}
            aria-describedby="zone-note"
            className="box target w-full"
          >
            <option value="">
              {guess ? `Same as this browser, ${guess}` : 'Same as this browser'}
            </option>
            {zoneGroups([bank, ...(chosen ? [chosen] : [])]).map(({ region, zones }) => (
              <optgroup key={region} label={region}>
                {zones.map(({ zone, name }) => (
                  <option key={zone} value={zone}>
                    {name}
                  </option>
                ))}
              </optgroup>
            ))}
          </select>
        </Field>
        <Button type="submit" look="primary" className="self-start">
          Save
        </Button>
      </form>
      <p role="status" className="mt-6 text-soft">
        {query.saved === 'zone' && 'Saved. '}
        {`Now it is ${timeInWords(new Date().toISOString(), zone)} in ${zone}.`}
      </p>
    </main>
  )
}
