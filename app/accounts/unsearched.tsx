'use client'

import { useSearchParams } from 'next/navigation'
import type { ReactNode } from 'react'

/** What is hidden while accounts are searched, so that the matches are on top. */
export function Unsearched({ children }: { children: ReactNode }) {
  return useSearchParams().get('q') ? null : children
}
