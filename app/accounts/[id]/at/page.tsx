import type { Metadata } from 'next'
import { notFound, redirect } from 'next/navigation'
import { wallTime } from '@/app/_time/instant'
import { readerZone } from '@/app/_time/reader'
import { readMoment } from '@/app/_time/wall-clock'
import { ButtonLink } from '@/app/_ui/button'
import { AccountIdentity } from '../account-identity'
import { readAccount, titleOf } from '../read-account'
import { MomentForms, type MomentRefusal } from './moment-forms'
import { pathAt, pathAtVersion, readVersion } from './moment-path'

/** The tab says what is asked. */
export async function generateMetadata({
  params,
}: PageProps<'/accounts/[id]/at'>): Promise<Metadata> {
  return { title: await titleOf((await params).id, 'a past moment') }
}

/** The way into the past: asks for a moment, and goes there when there is one to go to. */
export default async function PickMomentPage({
  params,
  searchParams,
}: PageProps<'/accounts/[id]/at'>) {
  const [{ id }, asked] = await Promise.all([params, searchParams])
  const account = await readAccount(id)
  if (!account) notFound()
  const zone = await readerZone()
  const now = new Date()
  const text = (name: string, otherwise = '') => {
    const value = asked[name]
    return typeof value === 'string' ? value.slice(0, 100) : otherwise
  }
  const values = {
    date: text('date', wallTime(now.toISOString(), zone).date),
    time: text('time'),
    zone: text('zone', zone),
    version: text('version'),
  }
  let refusal: MomentRefusal | null = null
  if (values.version !== '') {
    const read = readVersion(values.version, account.version)
    if (read.ok) redirect(pathAtVersion(id, read.version))
    refusal = { field: 'version', sentence: read.sentence }
  } else if (asked.date !== undefined) {
    const read = readMoment(values, now)
    if (read.ok) redirect(pathAt(id, read.instant, values.zone))
    const choices = read.choices?.map(({ label, instant }) => ({
      label,
      href: pathAt(id, instant, values.zone),
    }))
    refusal = { field: read.field, sentence: read.sentence, choices: choices ?? [] }
  }
  return (
    <main id="main" className="column py-8">
      <AccountIdentity account={account} zone={zone} />
      <section className="mt-8 border-rule border-t pt-6">
        <h2 className="font-medium text-16">Look at a past moment</h2>
        <p className="mt-1 mb-6 max-w-[60ch] text-soft">
          The book keeps every moment. The balance is shown exactly as it was then.
        </p>
        <MomentForms id={id} values={values} newest={account.version} refusal={refusal} />
        <ButtonLink href={`/accounts/${id}`} look="bare" className="mt-6 -ml-3">
          Back to now
        </ButtonLink>
      </section>
    </main>
  )
}
