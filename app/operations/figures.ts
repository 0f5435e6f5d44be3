/** A size in bytes as people read it: `1.4 GB`. */
export function sizeText(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB']
  let value = Math.abs(bytes)
  let unit = 0
  while (value >= 1_000 && unit < units.length - 1) {
    value /= 1_000
    unit++
  }
  const text = value >= 100 || unit === 0 ? value.toFixed(0) : value.toFixed(1)
  return `${bytes < 0 ? '−' : ''}${text} ${units[unit]}`
}

/** A whole number with separators: `12,345`. */
export function countText(count: number): string {
  return count.toLocaleString('en-GB')
}

/** A duration in seconds: `0.4 s`, `12 s`, `3 min`, `2 h`, `4 days`. */
export function secondsText(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1)} s`
  if (seconds < 120) return `${Math.round(seconds)} s`
  if (seconds < 7_200) return `${Math.round(seconds / 60)} min`
  if (seconds < 172_800) return `${Math.round(seconds / 3_600)} h`
  return `${Math.round(seconds / 86_400)} days`
}

/** A duration in milliseconds: `0.3 ms`, `45 ms`, `1.2 s`. */
export function msText(ms: number): string {
  if (ms < 10) return `${ms.toFixed(1)} ms`
  return ms < 1_000 ? `${Math.round(ms)} ms` : secondsText(ms / 1_000)
}
