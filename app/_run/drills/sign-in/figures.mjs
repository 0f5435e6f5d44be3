/** The quartiles of some times, in whole milliseconds. */
export function quartiles(times) {
  const sorted = [...times].sort((one, other) => one - other)
  const at = share => Math.round(sorted[Math.floor((sorted.length - 1) * share)] ?? Number.NaN)
  return { low: at(0.25), median: at(0.5), high: at(0.75), count: sorted.length }
}

export function inWords({ low, median, high, count }) {
  return `median ${median} ms, quartiles ${low} and ${high} (${count} times)`
}
