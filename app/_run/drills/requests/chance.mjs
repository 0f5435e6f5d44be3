/** A seeded random generator (mulberry32): the same seed gives the same choices. */
export function chanceFrom(seed) {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = count => Math.floor(next() * count)
  return {
    below,
    /** True with a probability of `share` percent. */
    percent: share => next() * 100 < share,
    pick: list => list[below(list.length)],
    /** A random subset of a list, in order, each item with probability one half. */
    some: list => list.filter(() => next() < 0.5),
    bytes: count => Buffer.from(Array.from({ length: count }, () => below(256))),
    uuid: () =>
      'xxxxxxxx-xxxx-7xxx-8xxx-xxxxxxxxxxxx'.replaceAll('x', () => below(16).toString(16)),
  }
}
