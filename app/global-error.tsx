'use client'

import './globals.css'
import { Button } from './_ui/button'

/** The last resort: shown when even the root layout failed. */
export default function GlobalError({ retry }: { retry: () => void }) {
  return (
    <html lang="en">
      <body>
        <title>Daybook</title>
        <main className="column-narrow pt-[14vh]">
          <h1 className="mb-2 font-semibold text-20">Daybook could not be loaded.</h1>
          <p className="mb-6 text-soft">
            The bank did not answer. Recorded data is safe. Try again in a moment.
          </p>
          <Button look="primary" onClick={retry}>
            Try again
          </Button>
        </main>
      </body>
    </html>
  )
}
