import 'server-only'

/** A wait in whole seconds, so that whoever waits that long is let in. */
export function secondsOf(waitMs: number): number {
  return Math.max(1, Math.ceil(waitMs / 1000))
}

/** A wait such as `34 seconds`; from two minutes on in minutes. */
export function waitInWords(seconds: number): string {
  if (seconds < 120) return seconds === 1 ? '1 second' : `${seconds} seconds`
  return `${Math.ceil(seconds / 60)} minutes`
}
