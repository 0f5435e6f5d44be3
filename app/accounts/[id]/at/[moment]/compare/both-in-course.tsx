import { balanceOf } from '@/app/_past/compared-words'
import { getCourse } from '@/app/_server/past/course'
import type { ComparedJson, ComparisonJson } from '@/app/_wire/look-back'
import { BalanceChart, type Mark } from '../balance-chart'
import { scaleOf } from '../chart-scale'
import type { PastAccount } from '../read-past'

type BothInCourseProps = { past: PastAccount; compared: ComparisonJson }

/** The balance chart with both moments marked. */
export async function BothInCourse({ past, compared }: BothInCourseProps) {
  const { place, zone } = past
  // Moments of different knowledge share no line but today's.
  const knownAt = compared.from.knownAt === compared.to.knownAt ? compared.to.knownAt : null
  const known = knownAt === null ? {} : { knownAt: new Date(knownAt) }
  const course = await getCourse(past.viewer, past.now.id, known)
  return (
    <section aria-label="Chart with both dates" className="pt-6">
      {course && (
        <BalanceChart
          course={course}
          scale={scaleOf(course, place.axis ?? 'time')}
          marks={marksOf(compared)}
          zone={zone}
          knownAt={knownAt}
        />
      )}
    </section>
  )
}

/** Now is at the right edge. */
const FAR = '9999-12-31T23:59:59.999Z'

function marksOf({ from, to }: ComparisonJson): Mark[] {
  const mark = (label: string, side: ComparedJson) => ({
    label,
    version: Math.max(side.version, 1),
    at: side.byVersion ? undefined : (side.asOf ?? FAR),
    balance: balanceOf(side),
  })
  if (from.version === to.version && balanceOf(from) === balanceOf(to)) return [mark('Both', to)]
  return [mark('Earlier', from), mark('Later', to)]
}
