/** The outcome of a check with a single result. */
export function single({ code, output }) {
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, output }
}

/** The outcome of a check that could not run. */
export function impossible(reason) {
  return { passed: 0, failed: 1, output: reason }
}

/** Prints one line per finished part, with the output of failures, and adds up the counts. */
export function openReport(write = text => process.stdout.write(text)) {
  const total = { passed: 0, failed: 0 }
  const running = new Set()
  let interrupted = false
  const wipe = () => process.stdout.isTTY && write('\r\x1b[K')
  const status = () =>
    process.stdout.isTTY && running.size > 0 && write(`  … ${[...running].join(', ')}`)
  return {
    total,
    /** Runs a step that every part needs, prints its result, and returns whether it worked. */
    async prepare(name, work) {
      const startedAt = performance.now()
      try {
        const said = await work()
        write(row(' ', name, said, performance.now() - startedAt))
        return true
      } catch (error) {
        total.failed += 1
        write(`${row('✗', name, 'failed', performance.now() - startedAt)}\n${error.message}\n\n`)
        return false
      }
    },
    /** Runs a part, prints its line and returns whether all of it passed. */
    async part(name, check) {
      const startedAt = performance.now()
      running.add(name)
      wipe()
      status()
      const outcome = judged(
        await check().catch(error => impossible(String(error?.stack ?? error))),
      )
      running.delete(name)
      if (interrupted) return false
      total.passed += outcome.passed
      total.failed += outcome.failed
      wipe()
      write(line(name, outcome, performance.now() - startedAt))
      if (outcome.failed > 0) write(`\n${outcome.output.trim()}\n\n`)
      else if (outcome.told) write(`${outcome.told}\n`)
      status()
      return outcome.failed === 0
    },
    /** Stops printing: parts that end from here on were interrupted, not judged. */
    interrupt() {
      interrupted = true
      wipe()
      write('Interrupted: stopping the programs of the tests.\n')
    },
    /** Prints the last line of the run. */
    close() {
      wipe()
      write(`${total.passed} passed, ${total.failed} failed\n`)
    },
  }
}

/** A part in which nothing ran counts as a failure. */
function judged(outcome) {
  if (outcome.passed + outcome.failed > 0) return outcome
  return { ...outcome, failed: 1, output: `${outcome.output ?? ''}\nNo test ran in this part.` }
}

function line(name, { passed, failed, note }, elapsedMs) {
  const counts = failed === 0 ? `${passed} passed` : `${passed} passed, ${failed} failed`
  return row(failed === 0 ? '✓' : '✗', name, counts, elapsedMs, note)
}

function row(mark, name, said, elapsedMs, note = '') {
  const seconds = `${(elapsedMs / 1000).toFixed(1)} s`.padStart(8)
  const told = note === '' ? '' : `  ${note}`
  return `${mark} ${name.padEnd(36)} ${said.padEnd(24)} ${seconds}${told}\n`
}
