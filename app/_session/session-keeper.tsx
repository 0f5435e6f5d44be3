'use client'

import { type ComponentType, useEffect, useState } from 'react'
import type { SessionWatchProps } from './session-watch'

/**
 * Watches the session of a page. What it does is loaded after the page, so that no page is heavier
 * by more than this.
 */
export function SessionKeeper(props: SessionWatchProps) {
  const [Watch, setWatch] = useState<ComponentType<SessionWatchProps>>()
  useEffect(() => {
    import('./session-watch').then(
      loaded => setWatch(() => loaded.SessionWatch),
      () => {},
    )
  }, [])
  return Watch && <Watch {...props} />
}
