import { execFile } from 'node:child_process'
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises'
import { delimiter, resolve } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from '../bank'

const run = promisify(execFile)
const STAND_IN = resolve('e2e/api/curl-stand-in.mjs')

/** A line of the README's quickstart, and the parts of its answer that the comment below it shows. */
type Step = { command: string; shown: string[] }

async function quickstart(): Promise<Step[]> {
  const readme = await readFile('README.md', 'utf8')
  const section = readme.split('## Quickstart for developers')[1]?.split('\n## ')[0] ?? ''
  const lines =
    section
      .match(/```sh\n(.*?)```/s)?.[1]
      ?.trim()
      .split('\n') ?? []
  return lines.flatMap((line, index) => {
    if (line.startsWith('#')) return []
    const comment = lines[index + 1] ?? ''
    return [{ command: line, shown: comment.match(/"\w+":(?:"[^"]*"|[\w.]+)/g) ?? [] }]
  })
}

/**
 * Runs each line with `sh`, one after the other, and gives their answers. Machines without curl get
 * a stand-in that knows the options of these lines.
 */
async function answersOf(steps: readonly Step[], folder: string, host: string): Promise<string[]> {
  const bin = `${folder}/bin`
  await mkdir(bin, { recursive: true })
  await writeFile(`${bin}/curl`, `#!/bin/sh\nexec "${process.execPath}" "${STAND_IN}" "$@"\n`)
  await chmod(`${bin}/curl`, 0o755)
  const env = { ...process.env, PATH: `${process.env.PATH}${delimiter}${bin}` }
  const answers: string[] = []
  for (const { command } of steps) {
    const line = command.replaceAll('localhost:3000', host)
    answers.push((await run('sh', ['-c', line], { cwd: folder, env })).stdout)
  }
  return answers
}

test('The quickstart’s six lines give the answers that the README shows', async ({
  baseURL,
}, info) => {
  const steps = await quickstart()
  expect(steps).toHaveLength(6)
  const answers = await answersOf(steps, info.outputPath(), new URL(baseURL ?? '').host)
  for (const [index, { command, shown }] of steps.entries()) {
    expect(shown, `the comment below ${command}`).not.toEqual([])
    for (const part of shown) expect(answers[index], command).toContain(part)
  }
  const [, , deposit, repeated] = answers
  expect(steps[3]?.command).toBe(steps[2]?.command)
  expect(repeated).toBe(deposit)
})
