'use client'

import { useEffect, useState } from 'react'
import { Button } from '@/app/_ui/button'

/** Opens the browser's print dialog; without scripts the browser's own menu does. */
export function PrintButton() {
  const [hasScripts, setHasScripts] = useState(false)
  useEffect(() => setHasScripts(true), [])
  return hasScripts && <Button onClick={() => window.print()}>Print</Button>
}
