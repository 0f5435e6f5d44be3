import { useEffect, useEffectEvent } from 'react'

/** How long until a stream that could not be had is asked for again, in milliseconds. */
const ASK_AGAIN_MS = 10_000

/**
 * Hears the events `name` of a stream of the bank, but only while the page can be seen: a browser
 * has few connections, and hidden pages need none. Also rings, without data, when a stream begins
 * (something may have come before it) and every ten seconds while there is none to be had.
 */
export function useDoorbell(path: string, name: string, onRing: (data: string | null) => void) {
  const ring = useEffectEvent(onRing)
  useEffect(() => {
    let source: EventSource | null = null
    let timer: number | undefined
    const open = () => {
      source = new EventSource(path)
      source.addEventListener('open', () => ring(null))
      source.addEventListener(name, ({ data }: MessageEvent<string>) => ring(data))
      source.addEventListener('error', () => {
        // A browser asks again by itself when a stream breaks, but not when it is refused.
        if (source?.readyState !== EventSource.CLOSED) return
        timer = window.setTimeout(() => {
          ring(null)
          open()
        }, ASK_AGAIN_MS)
      })
    }
    const onVisibility = () => {
      source?.close()
      window.clearTimeout(timer)
      if (document.visibilityState === 'visible') open()
    }
    onVisibility()
    document.addEventListener('visibilitychange', onVisibility)
    return () => {
      source?.close()
      window.clearTimeout(timer)
      document.removeEventListener('visibilitychange', onVisibility)
    }
  }, [path, name])
}
