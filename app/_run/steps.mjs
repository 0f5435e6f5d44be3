const nameWidth = 14
const detailWidth = 34

/**
 * Does one step of the way up and prints a line for it: its name, what came of it, its time.
 * @template T
 * @param {string} name
 * @param {() => T | Promise<T>} work
 * @param {(value: T) => string} describe
 * @returns {Promise<T>}
 */
export async function step(name, work, describe) {
  const since = performance.now()
  process.stdout.write(`  ${name.padEnd(nameWidth)}`)
  try {
    const value = await work()
    const seconds = ((performance.now() - since) / 1000).toFixed(1).padStart(6)
    process.stdout.write(`${describe(value).padEnd(detailWidth)}${seconds} s\n`)
    return value
  } catch (error) {
    process.stdout.write('failed\n')
    throw error
  }
}
