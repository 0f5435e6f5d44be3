import 'server-only'

type Sample = { readonly atMs: number; readonly counts: ReadonlyMap<string, number> }

/**
 * How much counters that only grow have grown within a time, all processes together. A process that
 * is new counts from zero; one that nobody has watched so long counts from the first look.
 */
export function createWindow(windowMs: number) {
  const samples: Sample[] = []
  return (counts: ReadonlyMap<string, number>, nowMs: number): number => {
    const oldest = samples.find(({ atMs }) => nowMs - atMs <= windowMs)
    while (samples[0] && nowMs - samples[0].atMs > windowMs) samples.shift()
    samples.push({ atMs: nowMs, counts })
    if (!oldest) return 0
    let growth = 0
    for (const [id, count] of counts) growth += Math.max(0, count - (oldest.counts.get(id) ?? 0))
    return growth
  }
}
