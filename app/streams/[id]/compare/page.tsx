import type { Metadata } from 'next'
import { Comparison } from '@/app/_past/comparison'
import { askedQuery, searchOf } from '@/app/_server/http/address'
import { sentenceOf } from '@/app/_server/http/params'
import { momentProblem, STREAMS } from '@/app/_server/http/problems'
import { compareMoments } from '@/app/_server/past/comparisons'
import { type ComparisonQuery, readComparisonParams } from '@/app/_server/past/look-back-params'
import { requireViewer } from '@/app/_server/people/session'
import { readerZone } from '@/app/_time/reader'
import { Button } from '@/app/_ui/button'
import { TextField } from '@/app/_ui/field'
import { streamPath } from '@/app/_wire/stream-path'
import { NothingHere } from '@/app/nothing-here'
import { readStream, titleOf } from '../read-stream'
import { StreamHeading } from '../stream-heading'

/** The form's names for the parameters of the address. */
const FIELDS = { from: 'Moment', to: 'Other moment' }

export async function generateMetadata({
  params,
}: PageProps<'/streams/[id]/compare'>): Promise<Metadata> {
  return { title: await titleOf((await params).id, 'comparison') }
}

/** Two moments of a stream, by the parameters of the API: what differs, and the events between. */
export default async function StreamComparePage({
  params,
  searchParams,
}: PageProps<'/streams/[id]/compare'>) {
  const [{ id }, query, zone] = await Promise.all([params, askedQuery(searchParams), readerZone()])
  const stream = await readStream(id)
  if (!stream) return <NothingHere />
  const url = new URL(`http://bank${streamPath(stream)}/compare`)
  url.search = String(searchOf({ from: 'v1', to: 'now', ...query }))
  const hrefOf = (cursor: string | null) => {
    const more = new URL(url)
    more.searchParams.delete('cursor')
    if (cursor !== null) more.searchParams.set('cursor', cursor)
    return more.pathname + more.search
  }
  const read = readComparisonParams(url.href)
  const answer = read.ok ? await compare(id, read.params) : { sentence: sentenceOf(read, FIELDS) }
  return (
    <main id="main" className="column py-8">
      <StreamHeading stream={stream} />
      <CompareForm action={url.pathname} asked={url.searchParams} />
      {'compared' in answer ? (
        <Comparison
          of={stream}
          compared={answer.compared}
          zone={zone}
          movedLeg={read.ok ? (read.params.page.place?.leg ?? null) : null}
          moreHref={(leg, cursor) => hrefOf(cursor && `${leg}.${cursor}`)}
        />
      ) : (
        <p role="alert" className="mt-6 text-red-ink">
          {answer.sentence}
        </p>
      )}
    </main>
  )
}

/** The comparison from the earlier moment on, or why it can't be shown. */
async function compare(id: string, { moments, page }: ComparisonQuery) {
  const asked = { ...page, order: 'earlier-first' } as const
  const answer = await compareMoments(await requireViewer(), id, moments, asked)
  return answer.found ? { compared: answer } : { sentence: momentProblem(answer, STREAMS).detail }
}

function CompareForm({ action, asked }: { action: string; asked: URLSearchParams }) {
  const field = (name: keyof typeof FIELDS) => (
    <TextField
      id={name}
      name={name}
      label={FIELDS[name]}
      hint="v57, now, or an instant such as 2026-06-30T23:59:59Z"
      defaultValue={asked.get(name) ?? ''}
      required
      autoComplete="off"
    />
  )
  return (
    <form action={action} aria-label="Compare" className="grid max-w-2xl gap-3 sm:grid-cols-2">
      {field('from')}
      {field('to')}
      <Button type="submit" className="self-start justify-self-start">
        Compare
      </Button>
    </form>
  )
}
