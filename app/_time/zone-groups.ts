type ZoneGroup = {
  readonly region: string
  readonly zones: readonly { readonly zone: string; readonly name: string }[]
}

/** The time zones that this machine knows, and `more`, by region; those without one first. */
export function zoneGroups(more: readonly string[]): ZoneGroup[] {
  const zones = new Set(['UTC', ...Intl.supportedValuesOf('timeZone'), ...more])
  const groups = new Map<string, { zone: string; name: string }[]>([[NO_REGION, []]])
  for (const zone of [...zones].sort()) {
    const [region = '', ...place] = zone.split('/')
    const key = place.length === 0 ? NO_REGION : region
    // The whole name, as it is shown on every page and found by typing.
    groups.set(key, [...(groups.get(key) ?? []), { zone, name: zone.replaceAll('_', ' ') }])
  }
  return [...groups].map(([region, zones]) => ({ region, zones }))
}

const NO_REGION = 'Everywhere'
