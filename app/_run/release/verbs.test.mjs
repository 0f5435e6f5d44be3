import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { projectFolder } from '../../../db/tools/programs.mjs'
import { inReleaseWords, toolsOf, usage, VERBS } from './verbs.mjs'

const { scripts } = JSON.parse(readFileSync(join(projectFolder, 'package.json'), 'utf8'))

test('every verb with an npm script does what that script does', () => {
  for (const [verb, { script, tool, first = [] }] of Object.entries(VERBS)) {
    if (script === undefined) continue
    expect(Object.keys(scripts), verb).toContain(script)
    if (tool === undefined) continue
    const words = `exec node db/tools/run.mjs ${[tool, ...first].join(' ')}`
    expect(scripts[script], verb).toBe(words)
  }
})

test('every tool of the product is in the release', () => {
  const tools = Object.values(scripts).flatMap(
    line => /^exec node db\/tools\/run\.mjs ([a-z]+)(?:\s|$)/.exec(line)?.[1] ?? [],
  )
  expect(toolsOf()).toEqual(expect.arrayContaining(tools))
})

test('the usage has a line for every verb', () => {
  for (const verb of Object.keys(VERBS)) expect(usage()).toMatch(new RegExp(`^  ${verb} +\\S`, 'm'))
})

test('the tools’ sentences name the release’s verbs instead of npm’s scripts', () => {
  const said = inReleaseWords('npm start. npm run people -- list, npm run feed   shows')
  expect(said).toBe(
    'node daybook.mjs serve. node daybook.mjs people list, node daybook.mjs feed   shows',
  )
  expect(inReleaseWords('npm run projections:rebuild [-- X | Y]')).toBe(
    'node daybook.mjs rebuild [X | Y]',
  )
  expect(inReleaseWords('npm run feed:other and npm start-up')).toBe(
    'npm run feed:other and npm start-up',
  )
})
