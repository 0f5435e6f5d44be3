import { useEffect, useState } from 'react'
import {
  type Change,
  openWhatIf,
  type WhatIfEnd,
  type WhatIfStep,
} from '@/domain/bank-account/what-if/what-if'
import type { Known } from './events-query'

export type Result = {
  readonly change: Change
  readonly steps: readonly WhatIfStep[]
  readonly end: WhatIfEnd
}

/** How long the page may be busy at a time, in milliseconds: less than a frame. */
const SLICE_MS = 10

/** Both histories of an account's events, worked out in slices; the one before until then. */
export function useWhatIf(events: readonly Known[] | undefined, change: Change | null) {
  const [result, setResult] = useState<Result | null>(null)
  useEffect(() => {
    if (!events || !change) return
    const leaving = new AbortController()
    workOut(events, change, leaving.signal).then(
      found => found && setResult(found),
      // The page’s error boundary shows it.
      error =>
        setResult(() => {
          throw error
        }),
    )
    return () => leaving.abort()
  }, [events, change])
  return { result, isBusy: result?.change !== change }
}

async function workOut(
  events: readonly Known[],
  change: Change,
  signal: AbortSignal,
): Promise<Result | null> {
  const whatIf = openWhatIf(change)
  const steps: WhatIfStep[] = []
  let began = performance.now()
  for (const { told } of events) {
    steps.push(whatIf.add(told))
    if (performance.now() - began < SLICE_MS) continue
    await new Promise(go => setTimeout(go))
    if (signal.aborted) return null
    began = performance.now()
  }
  const end = whatIf.end(new Date())
  return end && !signal.aborted ? { change, steps, end } : null
}
