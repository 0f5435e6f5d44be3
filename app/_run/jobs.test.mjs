import { expect, test } from 'vitest'
import { followJobs } from './jobs.mjs'

const settle = () => new Promise(resolve => setImmediate(resolve))

test('jobs are done by one program at a time, and once more if more were asked for meanwhile', async () => {
  const runs = []
  const hear = followJobs(() => new Promise(resolve => runs.push(resolve)))
  hear({ type: 'of Next.js' })
  hear(null)
  expect(runs).toHaveLength(0)
  for (let n = 0; n < 3; n++) hear({ daybook: 'jobs' })
  expect(runs).toHaveLength(1)
  runs[0]()
  await settle()
  expect(runs).toHaveLength(2)
  runs[1]()
  await settle()
  expect(runs).toHaveLength(2)
  hear({ daybook: 'jobs' })
  expect(runs).toHaveLength(3)
})
