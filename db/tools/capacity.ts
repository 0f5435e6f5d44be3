import { parseArgs } from 'node:util'
import { forecast } from '../capacity/forecast'
import { machineOf, sizeIn } from '../capacity/machine'
import { readFigures } from '../capacity/read-figures'
import { reportOf } from '../capacity/report'
import { databaseUrl, openSql } from '../connection'

const USAGE = `npm run capacity                    when disk and memory are used up, and what to do then
  --json                            the same as JSON, dates by RFC 3339, sizes in bytes
  --per-day 50000                   plans for so many events a day
  --disk-free 200G --memory 32G     for a database on another machine
  --archive-after 400               the age in days from which events would be archived
  --largest 768G                    the memory of the largest machine you would use`

type Given = { readonly [name: string]: string | boolean | undefined }

/** The options in numbers; null when one can't be read. */
function read(given: Given) {
  const text = (name: string) => (typeof given[name] === 'string' ? given[name] : undefined)
  const sizes = ['disk-free', 'memory', 'largest'].map(name => {
    const found = text(name)
    return found === undefined ? undefined : sizeIn(found)
  })
  const numbers = ['per-day', 'archive-after'].map(name => {
    const found = text(name)
    return found === undefined ? undefined : /^\d{1,12}$/.test(found) ? Number(found) : null
  })
  if ([...sizes, ...numbers].includes(null)) return null
  const [diskFree, memory, largest] = sizes
  const [perDay, archiveAfter] = numbers
  return { diskFree, memory, largest, perDay, archiveAfter }
}

function parse() {
  const options = ['per-day', 'disk-free', 'memory', 'archive-after', 'largest'] as const
  const texts = Object.fromEntries(options.map(name => [name, { type: 'string' as const }]))
  try {
    const { values } = parseArgs({ options: { ...texts, json: { type: 'boolean' } } })
    return { asked: read(values), isJson: values.json === true }
  } catch {
    return { asked: null, isJson: false }
  }
}

const { asked, isJson } = parse()
if (asked === null) {
  console.error(USAGE)
  process.exitCode = 2
} else {
  const sql = openSql(databaseUrl())
  try {
    const here = await machineOf(sql)
    const machine = {
      diskFreeBytes: asked.diskFree ?? here.diskFreeBytes,
      memoryBytes: asked.memory ?? here.memoryBytes,
    }
    const figures = await readFigures(sql, machine, {
      perDay: asked.perDay ?? null,
      ...(asked.archiveAfter != null && { archiveAfterDays: asked.archiveAfter }),
    })
    const found = forecast(figures, asked.largest ?? undefined)
    console.log(isJson ? JSON.stringify(found, null, 2) : reportOf(found).join('\n'))
  } finally {
    await sql.end()
  }
}
