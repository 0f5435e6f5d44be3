import 'server-only'

/**
 * Asks the process that started this one to do the jobs that wait: it has the owner's login, and
 * this one doesn't. Without such a process they wait for `npm run jobs`.
 */
export function callForJobs(): void {
  process.send?.({ daybook: 'jobs' })
}
