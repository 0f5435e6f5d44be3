import { useEffect, useState } from 'react'
import { TROUBLE } from './trouble'

/** Says that what an open page shows may be old, while the bank's database can't be read. */
export function TroubleStrip() {
  const [sentence, setSentence] = useState('')
  useEffect(() => {
    const hear = (event: Event) => setSentence((event as CustomEvent<string>).detail)
    window.addEventListener(TROUBLE, hear)
    return () => window.removeEventListener(TROUBLE, hear)
  }, [])
  return (
    <div role="status" className="fixed inset-x-0 bottom-0 z-40">
      {sentence !== '' && (
        <p className="border-amber border-t-2 bg-amber-wash px-4 py-3 text-center text-amber-ink">
          {`${sentence.replace(/ Try again.*$/, '')} What this page shows may be old. It updates by itself.`}
        </p>
      )}
    </div>
  )
}
