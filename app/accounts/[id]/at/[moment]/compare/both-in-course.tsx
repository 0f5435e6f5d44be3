import { balanceOf } from '@/app/_past/compared-words'
import { getCourse } from '@/app/_server/past/look-back'
import type { ComparedJson, ComparisonJson } from '@/app/_wire/look-back'
import { BalanceChart, type Mark } from '../balance-chart'
import type { PastAccount } from '../read-past'

type BothInCourseProps = { past: PastAccount; compared: ComparisonJson }

/** The balance chart with both moments marked. */
export async function BothInCourse({ past, compared }: BothInCourseProps) {
  const course = await getCourse(past.viewer, past.now.id)
  return (
    <section aria-label="Chart with both dates" className="pt-6">
      {course && <BalanceChart course={course} marks={marksOf(compared)} zone={past.zone} />}
    </section>
  )
}

function marksOf({ from, to }: ComparisonJson): Mark[] {
  const mark = (label: string, side: ComparedJson) => ({
    label,
    version: Math.max(side.version, 1),
    balance: balanceOf(side),
  })
  if (from.version === to.version) return [mark('Both', to)]
  return [mark('First', from), mark('Second', to)]
}
