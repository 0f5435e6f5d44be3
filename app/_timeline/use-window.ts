import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { ROW_REM, WIDE_REM } from './event-line'

/** The rendered part of a long list. */
export type Window = {
  /** The first and last rendered line, 0-based. */
  first: number
  last: number
  /** The height of the lines above and below, in pixels. */
  above: number
  below: number
  rowHeight: number
  /** Scrolls a line into view if it isn't. `aligned`: to the top of the screen. */
  reveal: (index: number, aligned?: boolean) => void
}

/** Lines rendered above and below the visible ones, for smooth scrolling. */
const OVERSCAN = 12

/**
 * The most lines in one stretch: browsers limit a page to some 17 million pixels. A longer list
 * shows one stretch at a time, which moves by half when its edge comes near.
 */
export const STRETCH = 200_000
const EDGE = 2_000

const HEADER_PX = 96

/**
 * Renders only the visible lines of a list (virtual scrolling). All have one height, so positions
 * follow from indexes, nothing is measured, and visible lines don't move.
 * @param initial how many lines are rendered before the screen size is known
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

  // When the stretch moves, the scroll position is adjusted before paint.
  const drawnBase = useRef(0)
  useLayoutEffect(() => {
    const by = (drawnBase.current - base) * state.current.rowHeight
    drawnBase.current = base
    if (by !== 0) window.scrollBy({ top: by, behavior: 'instant' })
  }, [base])

  useScreen(body, look, setRowHeight)
  // biome-ignore lint/correctness/useExhaustiveDependencies: also updates when the list grows
  useEffect(look, [look, count, rowHeight, base])

  const reveal = useCallback(
    (index: number, aligned = false) => {
      const element = body.current
      if (!element) return
      const { rowHeight, count } = state.current
      const wanted = stretchFor(state.current.base, index, count)
      if (wanted !== state.current.base) {
        // The scroll goes to the line itself and must not be adjusted for the stretch as well.
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

/** Updates, once a frame, when the screen scrolls or resizes; returns the height of a line. */
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
      const isWide = (element.parentElement?.clientWidth ?? 0) >= WIDE_REM * rem
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

/** The start of the stretch that contains a line and a good part of both sides of it. */
export function stretchFor(base: number, index: number, count: number): number {
  if (count <= STRETCH) return 0
  const isInside = index >= base && index < base + STRETCH
  const nearsStart = index < base + EDGE && base > 0
  const nearsEnd = index > base + STRETCH - EDGE && base + STRETCH < count
  if (isInside && !nearsStart && !nearsEnd) return base
  return Math.max(0, Math.min(count - STRETCH, index - STRETCH / 2))
}
