import 'server-only'
import { bankTimeZone } from '@/app/_server/process/settings'
import { Button } from '@/app/_ui/button'
import { Field } from '@/app/_ui/field'
import { chooseZone } from './choose-zone'
import { browserZone, chosenZone } from './reader'
import { zoneGroups } from './zone-groups'

/** The choice of the reader's time zone. @param back the page with the form */
export async function ZoneForm({ back }: { back: '/settings' | '/me' }) {
  const [chosen, guess] = await Promise.all([chosenZone(), browserZone()])
  const bank = bankTimeZone()
  return (
    <form action={chooseZone} className="flex flex-col gap-4">
      <input type="hidden" name="back" value={back} />
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
  )
}
