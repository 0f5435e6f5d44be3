'use client'

import { useCallback, useEffect, useState } from 'react'
import { fetchJson } from '@/app/_queries/fetch-json'
import type { OperationsJson } from '@/app/_wire/operations'

const PAUSE_MS = 5_000

/** The picture, asked anew while the page is seen; `isOld`: the last question had no answer. */
export function useOperations(first: OperationsJson) {
  const [now, setNow] = useState(first)
  const [isOld, setOld] = useState(false)
  // A page that was rendered again has the newer picture.
  useEffect(() => setNow(first), [first])

  const ask = useCallback(async (signal: AbortSignal) => {
    try {
      setNow(await fetchJson<OperationsJson>('/api/operations', signal))
      setOld(false)
    } catch {
      if (!signal.aborted) setOld(true)
    }
  }, [])

  useEffect(() => {
    const leave = new AbortController()
    const { signal } = leave
    let timer: number | undefined
    const again = async () => {
      if (document.visibilityState === 'visible') await ask(signal)
      if (!signal.aborted) timer = window.setTimeout(again, PAUSE_MS)
    }
    timer = window.setTimeout(again, PAUSE_MS)
    return () => {
      leave.abort()
      window.clearTimeout(timer)
    }
  }, [ask])

  const askNow = useCallback(() => void ask(new AbortController().signal), [ask])
  return { now, isOld, askNow }
}
