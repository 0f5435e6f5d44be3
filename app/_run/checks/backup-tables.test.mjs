import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { KEEPING } from '../../../db/backup/tables.ts'
import { projectFolder } from '../../../db/tools/programs.mjs'

const migrations = join(projectFolder, 'db', 'migrations', 'meta')

test('for every table it is decided what a backup has of it; see db/backup/FORMAT.md', () => {
  const { entries } = readJson('_journal.json')
  const newest = String(entries.at(-1).tag).slice(0, 4)
  const { tables } = readJson(`${newest}_snapshot.json`)
  const names = Object.values(tables).map(({ name }) => name)
  expect(names.filter(name => !Object.hasOwn(KEEPING, name))).toEqual([])
  expect(Object.keys(KEEPING).filter(name => !names.includes(name))).toEqual([])
  const format = readFileSync(join(projectFolder, 'db', 'backup', 'FORMAT.md'), 'utf8')
  expect(names.filter(name => !format.includes(`\`${name}\``))).toEqual([])
})

function readJson(name) {
  return JSON.parse(readFileSync(join(migrations, name), 'utf8'))
}
