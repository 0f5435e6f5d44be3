/** Random numbers from a seed (mulberry32). */
export type Dice = ReturnType<typeof createDice>

/** The same seed gives the same sequence. */
export function createDice(seed: number) {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  return {
    /** A whole number from `from` to `to`, both inclusive. */
    between: (from: number, to: number) => from + Math.floor(next() * (to - from + 1)),
    /** True with this probability, in percent. */
    chance: (percent: number) => next() * 100 < percent,
    /** One of several. @throws RangeError for an empty list */
    pick<Item>(items: readonly Item[]): Item {
      const item = items[Math.floor(next() * items.length)]
      if (item === undefined) throw new RangeError('There is nothing to pick from')
      return item
    },
  }
}
