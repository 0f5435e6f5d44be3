import type { Forecast } from './forecast'
import type { Due, Rate } from './rate'
import type { Step } from './steps'

/** The forecast as lines for people. */
export function reportOf(found: Forecast): string[] {
  const { events, databaseBytes, bytesPerEvent, parts, kinds, rate, disk, memory, archive } = found
  return [
    `${count(events)} events, ${size(databaseBytes)} in the database, ${bytes(bytesPerEvent)} an event with everything it takes along.`,
    ...(found.waiting === 0 ? [] : [waitingLine(found.waiting)]),
    '',
    'Where the bytes are            table      indexes   an event',
    ...parts.map(
      part =>
        `  ${part.name.padEnd(20)}${size(part.heapBytes).padStart(14)}${size(part.indexBytes).padStart(13)}${bytes(part.bytesPerEvent).padStart(11)}`,
    ),
    '',
    'Kinds of events (a sample)     share          row   an event',
    ...kinds.map(
      kind =>
        `  ${kind.kind.padEnd(24)}${percent(kind.share).padStart(10)}${bytes(kind.rowBytes).padStart(13)}${bytes(kind.bytesPerEvent).padStart(11)}`,
    ),
    '',
    ...rateLines(rate),
    '',
    `Disk: ${disk.freeBytes === null ? 'the free space isn’t known here; give it with --disk-free 200G' : `${size(disk.freeBytes)} free`}, ${size(disk.bytesPerDay)} a day.`,
    ...(disk.freeBytes === null ? [] : [`  Full ${due(disk)}.`]),
    `Memory: the working set is ${size(memory.workingSetBytes)}${memory.bytes === null ? '; the machine’s memory isn’t known here: give it with --memory 32G' : ` of ${size(memory.bytes)}`}.`,
    ...(memory.bytes === null ? [] : [`  Passed ${due(memory)}.`]),
    `Archive: events older than ${archive.afterDays} days behind a snapshot are ${percent(archive.share)} of the table events.`,
    `  Archiving them takes ${size(archive.leavesBytes)} out of it, ${size(archive.workingSetBytes)} of the working set; detaching their years frees that disk.`,
    '',
    'Steps, at the latest',
    ...found.steps.map(stepLine),
  ]
}

function waitingLine(waiting: number): string {
  const many = waiting === 10_000 ? `${count(waiting)} or more` : count(waiting)
  return `${many} further events have no position in the feed yet, and are not counted: start the bank, which gives them one.`
}

function rateLines({ days, perDay, median, busiest, growth }: Rate): string[] {
  if (perDay === 0) {
    return ['Nothing was recorded on a whole day yet. Plan with --per-day 50000, for instance.']
  }
  const line = `${count(perDay)} events a day`
  if (days === 0) return [`${line}, as given.`]
  const than = growth === null ? '' : `; ${change(growth)} the four weeks before`
  return [
    `${line} without the busiest of ${days} days (median ${count(median)}, busiest ${count(busiest)})${than}.`,
  ]
}

function change(growth: number): string {
  const by = Math.round((growth - 1) * 100)
  if (by === 0) return 'as many as in'
  return by > 0 ? `${by} % more than in` : `${-by} % fewer than in`
}

function due({ steady, growing }: Due): string {
  const at =
    steady === null ? 'not within a hundred years at this rate' : `on ${day(steady)} at this rate`
  if (growing === null || growing.getTime() === steady?.getTime()) return at
  return `${at}, on ${day(growing)} if it goes on changing as it did`
}

function stepLine({ name, when, events, because }: Step): string {
  const at = when === null ? 'not in sight' : `${day(when)}, at ${count(events ?? 0)} events`
  return `  ${name.padEnd(16)} ${at.padEnd(40)} ${because}`
}

function day(at: Date): string {
  return at.toISOString().slice(0, 10)
}

function count(number: number): string {
  return Math.round(number).toLocaleString('en-US')
}

function bytes(number: number): string {
  return `${count(number)} B`
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`
}

const SCALE = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB']

function size(number: number): string {
  let [value, place] = [number, 0]
  while (value >= 1024 && place < SCALE.length - 1) [value, place] = [value / 1024, place + 1]
  return `${value.toFixed(place === 0 ? 0 : 1)} ${SCALE[place]}`
}
