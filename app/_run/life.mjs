const repeatedSignalMs = 1_000

/**
 * The end of a launcher: on a signal, or when something it needs is lost, it says so by `farewells`,
 * undoes what it has done, in reverse order, and exits.
 * @param {() => void} stopPrograms ends the programs that run at the time
 */
export function openLife(stopPrograms) {
  const undo = []
  const farewells = []
  let stoppingSince = null

  /**
   * Cleans up and exits; a second signal during that exits at once, unless it comes within a
   * second: the terminal and npm both forward a single Ctrl-C.
   */
  async function stop(code, sentence = '') {
    if (stoppingSince !== null) {
      if (performance.now() - stoppingSince > repeatedSignalMs) process.exit(1)
      return
    }
    stoppingSince = performance.now()
    if (sentence !== '') console.error(`\n${sentence}`)
    stopPrograms()
    for (const work of [...farewells, ...undo.reverse()]) {
      try {
        await work()
      } catch (error) {
        console.error(error.message)
      }
    }
    process.exit(code)
  }

  // A reader of the output that has gone must not end the bank.
  for (const output of [process.stdout, process.stderr]) output.on('error', () => {})
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => stop(0))
  return { undo, farewells, stop, isStopping: () => stoppingSince !== null }
}
