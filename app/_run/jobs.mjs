/**
 * Listens to a web process for jobs that wait, such as a rebuild of a read model. They are done by a
 * program of its own, which has the owner's login; one program at a time.
 * @param {() => Promise<unknown>} doJobs runs it until no job is left
 * @returns what to call with each message of the web process
 */
export function followJobs(doJobs) {
  let isRunning = false
  let isAgain = false

  async function run() {
    isRunning = true
    do {
      isAgain = false
      await doJobs().catch(error => console.error(error.message))
    } while (isAgain)
    isRunning = false
  }

  return message => {
    if (message?.daybook !== 'jobs') return
    if (isRunning) isAgain = true
    else void run()
  }
}
