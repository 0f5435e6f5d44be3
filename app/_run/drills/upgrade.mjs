// npm run drill:upgrade [-- REF]: from the release of a git ref to the present one, instance by instance,
// on one database and under load. Without a ref it is the newest tag, or the first commit that the
// present one can follow without a pause.
import { execFileSync } from 'node:child_process'
import { cpSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import { projectFolder } from '../../../db/tools/programs.mjs'
import { cleanEnvironment, runNode } from '../checks/child.mjs'
import { drillTwo, makePresent } from './instances/stage.mjs'

const FIRST_RELEASE = 'dd65419'
const ANSWERS_BETWEEN = 300

await drillTwo(prepare, async ({ places, load, settings, note, first: before, last: next }) => {
  const tell = what => {
    const { answered, sentAgain, pauseMs } = load.figures
    console.log(
      `${what}: ${answered} answers, ${sentAgain} sent again, longest wait ${Math.round(pauseMs)} ms`,
    )
  }
  await load.progress(ANSWERS_BETWEEN)
  tell('both of the release before')
  const migrated = await runNode([join(next, 'daybook.mjs'), 'migrate'], {
    env: cleanEnvironment(settings),
  })
  note(migrated.code === 0, `migrated under load: ${migrated.output.trim()}`)
  await load.progress(ANSWERS_BETWEEN)
  tell('both of the release before, on the new database')
  for (const [index, place] of places.entries()) {
    await place.stop()
    await place.start(next)
    await load.progress(ANSWERS_BETWEEN)
    tell(index === 0 ? 'one of each release' : 'both of the new release')
  }
  for (const place of places) {
    await place.stop()
    await place.start(before)
    await load.progress(ANSWERS_BETWEEN)
  }
  tell('both rolled back')
})

async function prepare(temp, onClose) {
  const ref = process.argv[2] ?? newestTag() ?? FIRST_RELEASE
  const first = await releaseOf(ref, temp, onClose)
  const last = await makePresent(`${temp}/next`)
  console.log(`from ${ref} to ${git('rev-parse', '--short', 'HEAD')}`)
  return { first, last }
}

/** A clone of the ref, built; and its release if it can make one. */
async function releaseOf(ref, temp, onClose) {
  const folder = join(temp, 'before')
  git('worktree', 'add', '--detach', '--quiet', folder, ref)
  onClose(() => git('worktree', 'remove', '--force', folder))
  linkPackages(join(folder, 'node_modules'))
  if (!existsSync(join(folder, 'app/_run/release/package.mjs'))) return folder
  const made = await runNode(['app/_run/release/package.mjs'], { cwd: folder })
  if (made.code !== 0) throw new Error(`The release of ${ref} could not be made.\n${made.output}`)
  return join(folder, 'dist')
}

/** Hard links where the system makes them; the driver's patch replaces files, so it shares none. */
function linkPackages(target) {
  const source = join(projectFolder, 'node_modules')
  try {
    execFileSync('cp', ['-al', source, target], { stdio: 'ignore' })
  } catch {
    cpSync(source, target, { recursive: true, verbatimSymlinks: true, force: true })
  }
}

function newestTag() {
  try {
    return git('describe', '--tags', '--abbrev=0')
  } catch {
    return undefined
  }
}

function git(...args) {
  return execFileSync('git', args, {
    cwd: projectFolder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  }).trim()
}
