import type { Metadata } from 'next'
import { askedQuery } from '@/app/_server/http/address'
import { requireViewer } from '@/app/_server/people/session'
import { readerZone } from '@/app/_time/reader'
import { timeInWords } from '@/app/_time/written'
import { ZoneForm } from '@/app/_time/zone-form'

export const metadata: Metadata = { title: 'Settings' }

/** What a reader sets once for all pages: the time zone. */
export default async function SettingsPage({ searchParams }: PageProps<'/settings'>) {
  const [query] = await Promise.all([askedQuery(searchParams), requireViewer()])
  const zone = await readerZone()
  return (
    <main id="main" className="mx-auto w-full max-w-xl px-4 py-8 sm:py-12">
      <h1 className="mb-6 font-semibold text-20">Settings</h1>
      <ZoneForm back="/settings" />
      <p role="status" className="mt-6 text-soft">
        {query.saved === 'zone' && 'Saved. '}
        {`Now it is ${timeInWords(new Date().toISOString(), zone)} in ${zone}.`}
      </p>
    </main>
  )
}
