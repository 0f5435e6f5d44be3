import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { projectFolder } from '../../../db/tools/programs.mjs'

const text = readFileSync(join(projectFolder, 'SECURITY.md'), 'utf8')
const scripts = JSON.parse(readFileSync(join(projectFolder, 'package.json'), 'utf8')).scripts

/** The files that SECURITY.md names, each with the test or code that it is said to have. */
const named = [
  ...text.matchAll(/`((?:app|db|domain|e2e)\/[^`]*|proxy\.ts)`(?:: (?:“([^”]+)”|`([^`]+)`))?/g),
]

test('every file that SECURITY.md names is there, with what it is said to show', () => {
  expect(named.length).toBeGreaterThan(40)
  const absent = named.flatMap(([whole, path, name, code]) => {
    const file = join(projectFolder, path)
    if (!existsSync(file)) return [whole]
    const wanted = name ?? code
    return wanted === undefined || readFileSync(file, 'utf8').includes(wanted) ? [] : [whole]
  })
  expect(absent).toEqual([])
})

test('every command that SECURITY.md names is there', () => {
  const commands = [...text.matchAll(/`npm (?:run )?([\w:-]+)/g)].map(([, name]) => name)
  expect(commands.filter(name => !Object.hasOwn(scripts, name))).toEqual([])
})

test('every place in a document that SECURITY.md links to is there', () => {
  for (const [, path, place] of text.matchAll(/\]\(([^)#]+)#([^)]+)\)/g)) {
    const document = readFileSync(join(projectFolder, path), 'utf8')
    const places = [...document.matchAll(/^#+ (.*)$/gm)].map(([, title]) =>
      title
        .toLowerCase()
        .replaceAll(/[^\w ]/g, '')
        .replaceAll(' ', '-'),
    )
    expect(places, `${path}#${place}`).toContain(place)
  }
})
