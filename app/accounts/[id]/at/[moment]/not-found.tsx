import { headers } from 'next/headers'
import { PATH_HEADER } from '@/app/_server/session'
import NotFound from '@/app/not-found'
import { AccountIdentity } from '../../account-identity'
import { NoSuchMoment } from './no-such-moment'
import { type NoPast, type Past, readPast } from './read-past'

/** A moment that can't be shown, with the reason; the answer has the status 404. */
export default async function NoMomentFound() {
  const past = await readAddress()
  // Next.js renders this beside every page, also beside those that are found.
  if (past && 'answer' in past) return null
  if (!past) return <NotFound />
  return (
    <NoSuchMoment past={past}>
      <AccountIdentity account={past.now} zone={past.zone} />
    </NoSuchMoment>
  )
}

/** The address that was asked for, which only the request knows here. */
async function readAddress(): Promise<Past | NoPast | null> {
  const url = new URL((await headers()).get(PATH_HEADER) ?? '/', 'http://daybook.invalid')
  const [, , id, , segment] = url.pathname.split('/')
  if (id === undefined || segment === undefined) return null
  const all = (name: string) => {
    const values = url.searchParams.getAll(name)
    return values.length > 1 ? values : values[0]
  }
  return readPast(id, segment, {
    zone: all('zone'),
    knownAt: all('knownAt'),
    before: all('before'),
  })
}
