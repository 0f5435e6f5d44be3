/**
 * A unit that a bank defines beside the currencies of ISO 4217, for time banks, community currencies
 * and points: a code of three capital letters, decimal places, and what stands behind an amount.
 */
export type OwnUnit = {
  readonly code: string
  readonly places: number
  readonly symbol: string
}

declare global {
  var daybookUnits: Map<string, OwnUnit> | undefined
}

// One table for each process: Next.js evaluates a module once for each kind of request.
globalThis.daybookUnits ??= new Map()
const units = globalThis.daybookUnits

/**
 * Sets the own units of this process, in place of earlier ones. Called at the start, before any
 * event is decoded; in a browser by the document around every page.
 */
export function defineUnits(defined: readonly OwnUnit[]): void {
  units.clear()
  for (const unit of defined) units.set(unit.code, unit)
}

/** The bank's own units, in the order of the configuration. */
export function ownUnits(): readonly OwnUnit[] {
  return [...units.values()]
}

/** Undefined for every other code, those of ISO 4217 included. */
export function ownUnit(code: string): OwnUnit | undefined {
  return units.get(code)
}

/** What stands behind an amount: the symbol of an own unit, or the code of a currency. */
export function symbolOf(code: string): string {
  return units.get(code)?.symbol ?? code
}
