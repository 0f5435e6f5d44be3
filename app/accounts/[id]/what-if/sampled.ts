import type { WhatIfStep } from '@/domain/bank-account/what-if/what-if'

/** More groups than a chart has pixels show nothing more. */
const GROUPS_MAX = 400

/** The steps that a chart shows: of each group of neighbours the first, the last, and the extremes. */
export function sampled(steps: readonly WhatIfStep[]): readonly WhatIfStep[] {
  const size = Math.ceil(steps.length / GROUPS_MAX)
  if (size <= 6) return steps
  const kept: WhatIfStep[] = []
  for (let start = 0; start < steps.length; start += size) {
    const group = steps.slice(start, start + size)
    const chosen = new Set([
      group[0],
      group.at(-1),
      ...extremes(group, 'recorded'),
      ...extremes(group, 'whatIf'),
    ])
    kept.push(...group.filter(step => chosen.has(step)))
  }
  return kept
}

function extremes(group: readonly WhatIfStep[], name: 'recorded' | 'whatIf') {
  let [lowest, highest] = [group[0], group[0]]
  for (const step of group) {
    if (lowest && step[name] < lowest[name]) lowest = step
    if (highest && step[name] > highest[name]) highest = step
  }
  return [lowest, highest]
}
