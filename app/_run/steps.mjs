const nameWidth = 14
const detailWidth = 34

/**
 * Runs one start-up step and prints its name, result and duration.
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
