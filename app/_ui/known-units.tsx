'use client'

import type { ReactNode } from 'react'
import { defineUnits, type OwnUnit } from '@/domain/money/own-units'

type KnownUnitsProps = { units: readonly OwnUnit[]; children: ReactNode }

/**
 * Defines the bank's own units in the browser, so that forms preview amounts with the right places.
 * While it renders, since what is inside it renders after it.
 */
export function KnownUnits({ units, children }: KnownUnitsProps) {
  defineUnits(units)
  return children
}
