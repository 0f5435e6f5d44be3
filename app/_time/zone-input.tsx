'use client'

import { type ComponentProps, useId, useState } from 'react'

/** A time zone by name; the browser suggests the ones it knows. */
export function ZoneInput(props: ComponentProps<'input'>) {
  const list = useId()
  const [zones, setZones] = useState<readonly string[]>([])
  return (
    <>
      <input
        {...props}
        name="zone"
        list={list}
        maxLength={64}
        autoComplete="off"
        spellCheck={false}
        onFocus={() => setZones(['UTC', ...Intl.supportedValuesOf('timeZone')])}
      />
      <datalist id={list}>
        {zones.map(zone => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
    </>
  )
}
