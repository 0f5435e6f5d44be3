import { join } from 'node:path'
import { cleanEnvironment, runNode } from '../../checks/child.mjs'

/** Prints what a drill found, and counts what is wrong. */
export function openVerdict() {
  let failed = 0

  function note(holds, sentence) {
    if (!holds) failed += 1
    console.log(`${holds ? '✓' : '✗'} ${sentence}`)
  }

  /** Judges the load when it has ended, and the database by the release's own check. */
  async function judge({ load, release, settings }) {
    const { answered, sentAgain, wrong, lost, pauseMs } = load.figures
    console.log(`${answered} deposits answered, ${sentAgain} requests sent again with the same id`)
    console.log(`the longest time without an answer to a writer: ${Math.round(pauseMs)} ms`)
    note(wrong.length === 0, `${wrong.length} failed ${wrong.slice(0, 3).join('; ')}`)
    note(lost === 0, `${lost} commands without an answer`)
    const differing = await load.differing()
    note(
      differing.length === 0,
      `${differing.length} accounts differ from their answers ${differing.slice(0, 3).join('; ')}`,
    )
    const check = await runNode([join(release, 'daybook.mjs'), 'check'], {
      env: cleanEnvironment(settings),
    })
    note(check.code === 0, `check: ${check.output.trim()}`)
  }

  return { note, judge, failed: () => failed }
}
