'use client'

import { useLayoutEffect } from 'react'
import { momentWords, type NamedMoment } from '@/app/_past/moment-words'

/**
 * Titles the window with a moment that has been moved to; null: it is still the page's own. The
 * page's own title may arrive after it, so it is watched.
 */
export function useTitle(owner: string, moment: NamedMoment | null, zone: string) {
  const words = moment && momentWords(moment, zone)
  useLayoutEffect(() => {
    if (words === null) return
    const title = `${owner}, ${words} · Daybook`
    const write = () => {
      if (document.title !== title) document.title = title
    }
    write()
    const watch = new MutationObserver(write)
    watch.observe(document.head, { childList: true, subtree: true, characterData: true })
    return () => watch.disconnect()
  }, [owner, words])
}
