// Preloaded by a drill (`node --import`): shifts the clock ahead by the number of seconds in the
// file DRILL_CLOCK_FILE whenever that changes. Timers are not affected.
import { readFileSync } from 'node:fs'

const file = process.env.DRILL_CLOCK_FILE
const pollMs = 20
const TrueDate = Date
let aheadMs = 0

function read() {
  try {
    aheadMs = Number(readFileSync(file, 'utf8')) * 1000 || 0
  } catch {
    aheadMs = 0
  }
}

read()
setInterval(read, pollMs).unref()

globalThis.Date = new Proxy(TrueDate, {
  construct: (target, args, as) =>
    Reflect.construct(target, args.length === 0 ? [now()] : args, as),
  apply: () => new TrueDate(now()).toString(),
  get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
})

function now() {
  return TrueDate.now() + aheadMs
}
