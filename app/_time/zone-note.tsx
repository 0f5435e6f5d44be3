import { readerZone } from './reader'
import { ZoneSwitch } from './zone-switch'

/** On a page whose address names another zone than the reader's: which, and a link to their own. */
export async function ZoneNote({ shown }: { shown: string }) {
  const own = await readerZone()
  if (shown === own) return null
  return (
    <p className="mt-3 flex flex-wrap items-center gap-x-3 text-12 text-soft">
      {`Times in ${shown}, as in the link.`}
      <ZoneSwitch own={own} />
    </p>
  )
}
