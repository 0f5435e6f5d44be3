// npm run drill:backup [-- volume|load|engines] [--events N] [--book FILE.csv]
// Backups of a million events, under load, and to another version of PostgreSQL and back. Prints
// figures; exits with 1 when a restored bank differs.
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { newFolder, SCENES } from './scenes'

const EXTRACT = fileURLToPath(new URL('../../demo/berka-extract.csv', import.meta.url))

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    events: { type: 'string', default: '1000000' },
    book: { type: 'string', default: EXTRACT },
  },
})
const faults: string[] = []
for (const name of positionals.length > 0 ? positionals : Object.keys(SCENES)) {
  const scene = Object.hasOwn(SCENES, name) ? SCENES[name] : undefined
  if (!scene) throw new Error(`There is no drill “${name}”: ${Object.keys(SCENES).join(', ')}.`)
  const { folder, remove } = await newFolder()
  console.log(`${name}:`)
  const say = (line: string) => console.log(`  ${line}`)
  const fault = (line: string) => {
    faults.push(line)
    console.log(`  ✗ ${line}`)
  }
  await scene({ folder, events: Number(values.events), book: values.book, say, fault }).finally(
    remove,
  )
}
console.log(faults.length === 0 ? '✓ every restored bank is the one that was backed up' : '✗')
process.exitCode = faults.length === 0 ? 0 : 1
