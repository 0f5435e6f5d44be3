import { describe, expect, test } from 'vitest'
import type { RunBatch } from './command-executor'
import type { Answer, TroubleReason } from './ports'
import {
  busy,
  command,
  fault,
  gate,
  outage,
  reused,
  settled,
  slow,
  start,
} from './testing/executor'

/** The answers that have come so far, in the order of the promises; undefined for the others. */
function watch(promises: readonly Promise<Answer>[]) {
  const heard: (Answer | undefined)[] = promises.map(() => undefined)
  for (const [n, promise] of promises.entries()) {
    void promise.then(answer => {
      heard[n] = answer
    })
  }
  return heard
}
const accepted = (heard: readonly (Answer | undefined)[]) => heard.filter(one => !one).length

/** An executor whose batches took these times so far, with one more under way. */
async function afterBatches(tookMs: readonly number[], limits: Parameters<typeof start>[1]) {
  const { run, open, batches } = gate()
  const executor = start(run, { queueMax: 99, ...limits })
  for (const [n, ms] of tookMs.entries()) {
    void executor.execute(command(`before ${n}`))
    await settled()
    executor.pass(ms)
    open.shift()?.()
    await settled()
  }
  const ask = (amount: number) =>
    watch(Array.from({ length: amount }, (_, n) => executor.execute(command(`${n}`))))
  return { ...executor, ask, open, batches }
}

describe('a command is rejected at once when its turn would come after half of its deadline', () => {
  // The mean of how long a batch takes moves a fifth of the way: 1250 ms make it 250 ms.
  test('behind one batch at a time', async () => {
    const heard = (await afterBatches([1250], { batchMax: 1 })).ask(9)
    await settled()
    expect(heard.slice(0, 3)).toEqual([undefined, undefined, undefined])
    expect(heard.slice(3)).toEqual([busy, busy, busy, busy, busy, busy])
  })
  test('behind batches of two, of which only whole ones count', async () => {
    const heard = (await afterBatches([1250], { batchMax: 2 })).ask(19)
    await settled()
    expect(accepted(heard)).toBe(6)
  })
  test('behind two batches at a time', async () => {
    const heard = (await afterBatches([1250], { batchMax: 2, batchesMax: 2 })).ask(19)
    await settled()
    expect(accepted(heard)).toBe(10)
  })
  test('as the newest batches took, each a fifth of the mean', async () => {
    // 250, then 250 + (0 - 250) / 5 = 200: two turns are 400 ms, three are 600.
    const heard = (await afterBatches([1250, 0], { batchMax: 1 })).ask(9)
    await settled()
    expect(accepted(heard)).toBe(3)
    // 250, then 250 + (1250 - 250) / 5 = 450: one turn is 450 ms.
    const slower = (await afterBatches([1250, 1250], { batchMax: 1 })).ask(9)
    await settled()
    expect(accepted(slower)).toBe(2)
  })
})

describe('a command that its batch comes to late', () => {
  test.each([
    [900, reused],
    [901, busy],
  ])('after %i of 1000 ms is answered %o', async (ms, expected) => {
    const { run, open } = gate()
    const executor = start(run)
    const first = executor.execute(command('1'))
    await settled()
    const second = executor.execute(command('2'))
    executor.pass(ms)
    open.shift()?.()
    await settled()
    open.shift()?.()
    expect(await Promise.all([first, second])).toEqual([reused, expected])
  })
})

describe('a deadline', () => {
  test('is kept to the millisecond that the timers allow, and not before', async () => {
    const executor = start(() => new Promise(() => {}))
    const heard = watch([executor.execute(command('1')), executor.execute(command('2'))])
    await settled()
    executor.pass(999)
    await settled()
    expect(heard).toEqual([undefined, undefined])
    executor.pass(1)
    await settled()
    expect(heard).toEqual([slow, slow])
  })

  test('is looked at by one timer, as long as anyone waits', async () => {
    const { run, open } = gate()
    const executor = start(run)
    expect(executor.asked().timers).toBe(0)
    const answers = ['1', '2'].map(id => executor.execute(command(id)))
    expect(executor.asked().timers).toBe(1)
    executor.pass(500)
    expect(executor.asked().timers).toBe(1)
    await settled()
    open.shift()?.()
    await Promise.all(answers)
    executor.pass(50)
    expect(executor.asked().timers).toBe(0)
    void executor.execute(command('3'))
    expect(executor.asked().timers).toBe(1)
  })

  test('of a later command is not that of an earlier one', async () => {
    const executor = start(() => new Promise(() => {}))
    const first = executor.execute(command('1'))
    await settled()
    executor.pass(500)
    const heard = watch([first, executor.execute(command('2'))])
    executor.pass(500)
    await settled()
    expect(heard).toEqual([slow, undefined])
  })
})

test('commands that arrive together start one batch', async () => {
  const { run, batches } = gate()
  const executor = start(run)
  for (const id of ['1', '2']) void executor.execute(command(id))
  expect(executor.asked().starts).toBe(1)
  await settled()
  expect(batches).toEqual([['1', '2']])
})

test('a command that the handler forgot may have been carried out', async () => {
  const executor = start(async () => [reused])
  const answers = ['1', '2'].map(id => executor.execute(command(id)))
  expect(await Promise.all(answers)).toEqual([reused, fault])
})

test('a command that the handler was not given has been tried once', async () => {
  const attempts: number[] = []
  const executor = start(async (commands, attemptOf) => {
    attempts.push(attemptOf(command('unknown')))
    return commands.map(() => reused)
  })
  await executor.execute(command('1'))
  expect(attempts).toEqual([1])
})

test('a command about two streams is under way with none of either', async () => {
  const { run, batches, open } = gate()
  const executor = start(run, { queueMax: 9, batchesMax: 2 }, undefined, undefined, one =>
    one.commandId === 'both' ? ['a', 'b'] : [one.stream.id],
  )
  const asked = [command('1', 'a'), command('both', 'a'), command('2', 'b'), command('3', 'c')]
  const answers = asked.slice(0, 1).map(executor.execute)
  await settled()
  answers.push(...asked.slice(1).map(executor.execute))
  await settled()
  expect(batches).toEqual([['1'], ['3']])
  for (let n = 0; n < 9; n++) {
    open.shift()?.()
    await settled()
  }
  expect(batches.slice(2)).toEqual([['both', '2']])
  expect(await Promise.all(answers)).toEqual(asked.map(() => reused))
})

describe('an executor is idle', () => {
  test('when it was asked for nothing', async () => {
    await start(gate().run).idle()
  })

  test('not while as many wait as are under way', async () => {
    const { run, open } = gate()
    const executor = start(run, { batchMax: 1 })
    const answers = ['1', '2'].map(id => executor.execute(command(id)))
    await settled()
    let isIdle = false
    const idle = executor.idle().then(() => {
      isIdle = true
    })
    await settled()
    expect(isIdle).toBe(false)
    for (let n = 0; n < 2; n++) {
      open.shift()?.()
      await settled()
    }
    await idle
    expect(await Promise.all(answers)).toEqual([reused, reused])
  })

  test('for everyone who asked, once', async () => {
    const executor = start(async commands => commands.map(() => reused))
    let told = 0
    const tell = () => {
      told++
    }
    const idle = [executor.idle().then(tell), executor.idle().then(tell)]
    await Promise.all(idle)
    await executor.execute(command('1'))
    await settled()
    expect(told).toBe(2)
  })
})

/** Runs whose next outcome is said beforehand: a failure's text, or null for an answer. */
function scripted(outcomes: (string | null)[]) {
  const batches: string[][] = []
  const failures: unknown[] = []
  const run: RunBatch = async commands => {
    batches.push(commands.map(({ commandId }) => commandId))
    await settled()
    const failure = outcomes.shift()
    if (failure) throw new Error(failure)
    return commands.map(() => reused)
  }
  const executor = start(
    run,
    { queueMax: 1 },
    error => failures.push((error as Error).message),
    error => {
      const { message } = error as Error
      return message === 'poison' ? null : (message as TroubleReason)
    },
  )
  /** What a command is told that finds the queue full. */
  const askWhenFull = async () => {
    const waiting = executor.execute(command('waiting'))
    const told = await executor.execute(command('too many'))
    await waiting
    return told
  }
  return { ...executor, askWhenFull, batches, failures }
}
const unavailable = (reason: TroubleReason): Answer => ({ outcome: 'unavailable', reason })

describe('a command that is not begun is told', () => {
  test('that there is too much to do', async () =>
    expect(await scripted([null]).askWhenFull()).toEqual(busy))

  test('of an outage after one, also when a poison command failed since', async () => {
    const executor = scripted(['outage', 'outage', 'outage', 'poison', null])
    expect(await executor.execute(command('1'))).toEqual(outage)
    expect(await executor.execute(command('2'))).toEqual(fault)
    expect(await executor.askWhenFull()).toEqual(outage)
    expect(executor.failures).toEqual(['outage', 'outage', 'outage', 'poison'])
  })

  test('that there is too much to do once a batch has gone well again', async () => {
    const executor = scripted(['outage', null, null])
    expect(await executor.execute(command('1'))).toEqual(reused)
    expect(await executor.askWhenFull()).toEqual(busy)
  })
})

test.each(['full', 'read-only', 'memory', 'limit', 'storage'] as const)(
  'after a failure that lasts (%s) nothing is tried for a second',
  async reason => {
    const executor = scripted([reason, null])
    expect(await executor.execute(command('1'))).toEqual(unavailable(reason))
    executor.pass(999)
    expect(await executor.execute(command('2'))).toEqual(unavailable(reason))
    executor.pass(1)
    expect(await executor.execute(command('3'))).toEqual(reused)
    expect(executor.batches).toEqual([['1'], ['3']])
  },
)

test('after an outage the next command is tried at once', async () => {
  const executor = scripted(['outage', 'outage', 'outage', null])
  expect(await executor.execute(command('1'))).toEqual(outage)
  expect(await executor.execute(command('2'))).toEqual(reused)
})

test('after a poison command the next is tried at once', async () => {
  const executor = scripted(['poison', null])
  expect(await executor.execute(command('1'))).toEqual(fault)
  expect(await executor.execute(command('2'))).toEqual(reused)
})

test('of a batch that failed, what has its answer by now is not run alone', async () => {
  const batches: string[][] = []
  const fails: (() => void)[] = []
  const executor = start(
    commands => {
      batches.push(commands.map(({ commandId }) => commandId))
      return new Promise((_, reject) => fails.push(() => reject(new Error('poison'))))
    },
    {},
    () => {},
  )
  const answers = ['1', '2'].map(id => executor.execute(command(id)))
  await settled()
  executor.pass(1000)
  fails.shift()?.()
  expect(await Promise.all(answers)).toEqual([slow, slow])
  await executor.idle()
  expect(batches).toEqual([['1', '2']])
})
