import { useEffect, useEffectEvent } from 'react'
import { tellEpoch, tellTrouble } from '@/app/_session/trouble'
import { tellUnauthorized } from '@/app/_session/unauthorized'

/** The retry interval when no stream can be opened, in milliseconds. */
const ASK_AGAIN_MS = 10_000

/**
 * Subscribes to the server-sent events `name` while the page is visible: a browser has few
 * connections. Also calls `onRing`, without data, when a stream opens (an event may have been
 * missed) and every ten seconds while none can be opened.
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
      source.addEventListener('trouble', ({ data }: MessageEvent<string>) => {
        tellTrouble(data)
        // It is over: an event may have been missed.
        if (data === '') ring(null)
      })
      source.addEventListener('epoch', ({ data }: MessageEvent<string>) => tellEpoch(data))
      source.addEventListener('session', () => {
        source?.close()
        tellUnauthorized()
      })
      source.addEventListener('error', () => {
        // A browser reconnects when a stream breaks, but not when it is refused.
        if (source?.readyState !== EventSource.CLOSED) return
        timer = window.setTimeout(() => {
          ring(null)
          open()
        }, ASK_AGAIN_MS)
      })
    }
    const onVisibility = () => {
      source?.close()
      // A stream that is opened anew says how it is by then.
      tellTrouble('')
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
