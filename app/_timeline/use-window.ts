import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { ROW_REM } from './event-line'

/** What of a long list is drawn. */
export type Window = {
  /** The first and last line that are drawn, the list's first being 0. */
  first: number
  last: number
  /** The room of the lines above and below, in pixels. */
  above: number
  below: number
  rowHeight: number
  /** Brings a line into sight, if it is not. `aligned`: to the top of the screen. */
  reveal: (index: number, aligned?: boolean) => void
}

/** Lines that are drawn above and below what is seen, for the next move of the wheel. */
const OVERSCAN = 12

/**
 * The most lines that the page has room for: browsers end a page at some 17 million pixels. A longer
 * list shows a stretch of this many, which is moved, by half, when its edge comes near.
 */
export const STRETCH = 200_000
const EDGE = 2_000

const HEADER_PX = 96

/**
 * Draws only the lines of a list that are on the screen. All have one height, so places follow from
 * numbers, nothing is measured, and nothing that is being read moves.
 * @param initial how many lines are drawn before the screen is known
 */
export function useWindow(
  body: RefObject<HTMLElement | null>,
  count: number,
  initial: number,
): Window {
  const [range, setRange] = useState({ first: 0, last: initial - 1 })
  const [base, setBase] = useState(0)
  const [rowHeight, setRowHeight] = useState(ROW_REM.wide * 16)
  const state = useRef({ base, rowHeight, count })
  state.current = { base, rowHeight, count }

  const look = useCallback(() => {
    const element = body.current
    if (!element) return
    const { base, rowHeight, count } = state.current
    const top = element.getBoundingClientRect().top
    const first = base + Math.floor(Math.max(0, -top) / rowHeight) - OVERSCAN
    const last = base + Math.ceil(Math.max(0, window.innerHeight - top) / rowHeight) + OVERSCAN
    const moved = stretchFor(base, first + OVERSCAN, count)
    if (moved !== base) setBase(moved)
    setRange(before => {
      const next = { first: Math.max(0, first), last: Math.min(count - 1, last) }
      return before.first === next.first && before.last === next.last ? before : next
    })
  }, [body])

  // A stretch that has moved takes the screen with it, before anything is painted.
  const drawnBase = useRef(0)
  useLayoutEffect(() => {
    const by = (drawnBase.current - base) * state.current.rowHeight
    drawnBase.current = base
    if (by !== 0) window.scrollBy({ top: by, behavior: 'instant' })
  }, [base])

  useScreen(body, look, setRowHeight)
  // biome-ignore lint/correctness/useExhaustiveDependencies: more lines are a reason to look again
  useEffect(look, [look, count, rowHeight, base])

  const reveal = useCallback(
    (index: number, aligned = false) => {
      const element = body.current
      if (!element) return
      const { rowHeight, count } = state.current
      const wanted = stretchFor(state.current.base, index, count)
      if (wanted !== state.current.base) {
        // The screen goes to the line itself: it must not be taken along with the stretch as well.
        drawnBase.current = wanted
        state.current = { ...state.current, base: wanted }
        setBase(wanted)
      }
      const top = element.getBoundingClientRect().top + (index - wanted) * rowHeight
      const isSeen = top >= HEADER_PX && top + rowHeight <= window.innerHeight
      if (isSeen && !aligned) return
      const room = aligned || top < HEADER_PX ? HEADER_PX : window.innerHeight - 2 * rowHeight
      window.scrollBy({ top: top - room, behavior: 'instant' })
    },
    [body],
  )

  const size = Math.min(count - base, STRETCH)
  const first = Math.min(Math.max(range.first, base), Math.max(base, base + size - 1))
  const last = Math.min(Math.max(range.last, first), base + size - 1)
  return {
    first,
    last,
    above: (first - base) * rowHeight,
    below: Math.max(0, base + size - 1 - last) * rowHeight,
    rowHeight,
    reveal,
  }
}

/** Looks again, once a frame, when the screen moves or changes its size; says how high a line is. */
function useScreen(
  body: RefObject<HTMLElement | null>,
  look: () => void,
  setRowHeight: (pixels: number) => void,
): void {
  useEffect(() => {
    const element = body.current
    if (!element) return
    let frame = 0
    const soon = () => {
      cancelAnimationFrame(frame)
      frame = requestAnimationFrame(look)
    }
    const measure = () => {
      const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize)
      const isWide = (element.parentElement?.clientWidth ?? 0) >= 42 * rem
      setRowHeight(rem * (isWide ? ROW_REM.wide : ROW_REM.narrow))
      soon()
    }
    const observer = new ResizeObserver(measure)
    observer.observe(element.parentElement ?? element)
    window.addEventListener('scroll', soon, { passive: true })
    window.addEventListener('resize', measure)
    return () => {
      cancelAnimationFrame(frame)
      observer.disconnect()
      window.removeEventListener('scroll', soon)
      window.removeEventListener('resize', measure)
    }
  }, [body, look, setRowHeight])
}

/** Where the stretch begins that shows a line, and goes on for a while on both sides of it. */
export function stretchFor(base: number, index: number, count: number): number {
  if (count <= STRETCH) return 0
  const isInside = index >= base && index < base + STRETCH
  const nearsStart = index < base + EDGE && base > 0
  const nearsEnd = index > base + STRETCH - EDGE && base + STRETCH < count
  if (isInside && !nearsStart && !nearsEnd) return base
  return Math.max(0, Math.min(count - STRETCH, index - STRETCH / 2))
}
