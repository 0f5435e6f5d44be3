import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectFolder } from '../../../db/tools/programs.mjs'

/**
 * The shell blocks of DEPLOY.md, in order. `kind` is what stands behind `sh`: `values` for what a
 * deployer fills in, `as-root` for what changes the whole machine, or nothing for what anybody can run.
 * @returns {{ kind: string, text: string }[]}
 */
export function deployBlocks(document = readFileSync(join(projectFolder, 'DEPLOY.md'), 'utf8')) {
  return [...document.matchAll(/^```sh ?([\w-]*)\n([\s\S]*?)^```$/gm)].map(([, kind, text]) => ({
    kind,
    text,
  }))
}

/** The names that the deployer fills in. */
export function deployNames(blocks = deployBlocks()) {
  const values = blocks.find(({ kind }) => kind === 'values')?.text ?? ''
  return [...values.matchAll(/\b([A-Z_\d]+)=/g)].map(([, name]) => name)
}

/**
 * The whole document as one script for somebody with these values.
 * @param {Record<string, string>} values for each of `deployNames`
 */
export function deployScript(values) {
  const blocks = deployBlocks()
  const missing = deployNames(blocks).filter(name => !Object.hasOwn(values, name))
  if (missing.length > 0) throw new Error(`DEPLOY.md asks for ${missing.join(', ')}.`)
  return [
    'set -euo pipefail',
    // Nothing may outlive a script that fails half way.
    "trap 'kill $(jobs -p) 2> /dev/null || true' EXIT",
    ...Object.entries(values).map(([name, value]) => `export ${name}='${value}'`),
    ...blocks.filter(({ kind }) => kind === '').map(({ text }) => text),
    'echo "followed to the end"',
  ].join('\n')
}
