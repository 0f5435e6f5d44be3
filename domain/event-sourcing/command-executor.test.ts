import { describe, expect, test } from 'vitest'
import type { ExecutorLimits } from './command-executor'
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

describe('the executor', () => {
  test('takes what arrives together, and what arrives meanwhile next', async () => {
    const { run, batches, open } = gate()
    const executor = start(run, { queueMax: 9 })
    const first = executor.execute(command('1'))
    await settled()
    expect(batches).toEqual([['1']])
    const rest = ['2', '3', '4'].map(id => executor.execute(command(id)))
    await settled()
    expect(batches).toHaveLength(1)
    for (let n = 0; n < 3; n++) {
      open.shift()?.()
      await settled()
    }
    expect(batches).toEqual([['1'], ['2', '3'], ['4']])
    expect(await Promise.all([first, ...rest])).toEqual([reused, reused, reused, reused])
  })

  test('keeps several batches under way, none with the account of another', async () => {
    const { run, batches, open } = gate()
    const executor = start(run, { queueMax: 99, batchMax: 10, batchesMax: 2 })
    const asked = ['a', 'a', 'b', 'c', 'd'].map((account, n) => command(`${n}`, account))
    const answers = asked.map(executor.execute)
    await settled()
    expect(batches).toEqual([
      ['0', '1', '2'],
      ['3', '4'],
    ])
    answers.push(executor.execute(command('5', 'a')), executor.execute(command('6', 'e')))
    open.pop()?.()
    await settled()
    expect(batches.slice(2)).toEqual([['6']])
    open.shift()?.()
    await settled()
    expect(batches.slice(3)).toEqual([['5']])
    for (const release of open.splice(0)) release()
    expect(await Promise.all(answers)).toEqual(answers.map(() => reused))
  })

  test('lets accounts take turns', async () => {
    const { run, batches, open } = gate()
    const executor = start(run, { queueMax: 99, batchMax: 4 })
    const hot = Array.from({ length: 9 }, (_, n) => executor.execute(command(`hot ${n}`, 'hot')))
    const cold = executor.execute(command('cold', 'cold'))
    await settled()
    expect(batches).toEqual([['hot 0', 'hot 1', 'cold', 'hot 2']])
    for (let n = 0; n < 3; n++) {
      open.shift()?.()
      await settled()
    }
    expect(await Promise.all([cold, ...hot])).toHaveLength(10)
  })

  test('never has two commands of one id under way, whatever account they name', async () => {
    const { run, batches, open } = gate()
    const executor = start(run, { queueMax: 9, batchMax: 9, batchesMax: 2 })
    const answers = ['a', 'b', 'c'].map(account => executor.execute(command('same', account)))
    for (let n = 1; n <= 3; n++) {
      await settled()
      expect(batches).toHaveLength(n)
      open.shift()?.()
    }
    expect(await Promise.all(answers)).toEqual([reused, reused, reused])
    await executor.idle()
  })

  test('refuses at once what does not fit into the queue, and drains what was accepted', async () => {
    const { run, open } = gate()
    const executor = start(run)
    const under = executor.execute(command('0'))
    await settled()
    const accepted = ['1', '2', '3'].map(id => executor.execute(command(id)))
    expect(await executor.execute(command('4'))).toEqual(busy)
    let isIdle = false
    const idle = executor.idle().then(() => {
      isIdle = true
    })
    await settled()
    expect(isIdle).toBe(false)
    for (let n = 0; n < 3; n++) {
      open.shift()?.()
      await settled()
    }
    await idle
    expect(await Promise.all([under, ...accepted])).toEqual([reused, reused, reused, reused])
  })

  test('refuses at once whose turn would come too late', async () => {
    const { run, open } = gate()
    const executor = start(run, { queueMax: 99 })
    const slow = executor.execute(command('slow'))
    await settled()
    executor.pass(999)
    open.shift()?.() // a batch takes a second here, as far as the executor has seen
    await settled()
    const queued = Array.from({ length: 40 }, (_, n) => executor.execute(command(`${n}`)))
    let refused = 0
    for (const answer of queued)
      answer.then(it => (refused += it.outcome === 'unavailable' ? 1 : 0))
    await settled()
    expect(refused).toBeGreaterThan(20)
    expect(await slow).toEqual(reused)
  })

  test('does not begin what could hardly be answered in time', async () => {
    const { run, batches, open } = gate()
    const executor = start(run, { queueMax: 9 })
    void executor.execute(command('1'))
    await settled()
    const late = executor.execute(command('2'))
    executor.pass(950)
    const early = executor.execute(command('3'))
    open.shift()?.()
    await settled()
    open.shift()?.()
    expect(await Promise.all([late, early])).toEqual([busy, reused])
    expect(batches).toEqual([['1'], ['3']])
  })

  test('answers everyone by the deadline, also when the database does not', async () => {
    const { run, batches } = gate()
    const executor = start(run)
    const under = executor.execute(command('1'))
    await settled()
    const waiting = executor.execute(command('2'))
    executor.pass(1100)
    expect(await Promise.all([under, waiting])).toEqual([slow, busy])
    expect(batches).toEqual([['1']])
  })

  test('never carries out a command that was told to try again', async () => {
    const { run, batches, open } = gate()
    const executor = start(run)
    void executor.execute(command('1'))
    await settled()
    const waiting = executor.execute(command('2'))
    executor.pass(1100)
    open.shift()?.()
    await executor.idle()
    expect(await waiting).toEqual(busy)
    expect(batches).toEqual([['1']])
  })

  test('asks again for what another process was faster with, before what came after it', async () => {
    const seen: string[][] = []
    const attempts: number[] = []
    const executor = start(
      async (commands, attemptOf) => {
        await settled()
        seen.push(commands.map(({ commandId }) => commandId))
        attempts.push(...commands.map(attemptOf))
        return commands.map(({ stream }) =>
          stream.id === 'a' && seen.length < 3 ? 'conflict' : reused,
        )
      },
      { queueMax: 9, batchMax: 3 },
    )
    const asked = ['1', '2', '3', '4'].map(id => command(id, id === '3' ? 'b' : 'a'))
    const answers = asked.map(executor.execute)
    await answers[2]
    expect(seen).toEqual([['1', '3', '2']])
    await Promise.all(answers)
    expect(seen.slice(1)).toEqual([
      ['1', '2', '4'],
      ['1', '2', '4'],
    ])
    expect(attempts).toEqual([1, 1, 1, 2, 2, 1, 3, 3, 2])
    await executor.idle()
  })

  test('what only waits for its turn is not a further attempt', async () => {
    const attempts: number[] = []
    const executor = start(async (commands, attemptOf) => {
      attempts.push(...commands.map(attemptOf))
      return commands.map((_, n) => (n === 0 ? reused : 'turn'))
    })
    const answers = ['1', '2'].map(id => executor.execute(command(id, 'a')))
    expect(await Promise.all(answers)).toEqual([reused, reused])
    expect(attempts).toEqual([1, 1, 1])
  })

  test('what is never won has its answer at the deadline, as what may have been done', async () => {
    const executor = start(async () => {
      await settled()
      return ['conflict']
    })
    const lost = executor.execute(command('1'))
    await settled()
    executor.pass(1100)
    expect(await lost).toEqual(slow)
    await executor.idle()
  })

  test('a poisonous command fails alone', async () => {
    const failures: unknown[] = []
    const executor = start(
      async commands => {
        await Promise.resolve()
        if (commands.some(({ commandId }) => commandId === 'poison')) throw new Error('poison')
        return commands.map(() => reused)
      },
      { queueMax: 9 },
      error => failures.push(error),
    )
    const answers = ['1', '2', 'poison', '4'].map(id => executor.execute(command(id)))
    expect(await Promise.all(answers)).toEqual([reused, reused, fault, reused])
    expect(failures).toHaveLength(1)
  })

  /** Executes with a handler that fails of trouble as long as there is some, and counts. */
  function startTroubled(changed: Partial<ExecutorLimits> = {}) {
    const state = { trouble: null as TroubleReason | null, runs: 0, failures: 0 }
    const executor = start(
      async commands => {
        state.runs++
        await settled()
        if (state.trouble) throw new Error(state.trouble)
        return commands.map(() => reused)
      },
      { queueMax: 9, ...changed },
      () => state.failures++,
      () => state.trouble,
    )
    return { state, executor }
  }
  const unavailable = (reason: TroubleReason): Answer => ({ outcome: 'unavailable', reason })

  test('an outage is tried again, which tells what came of the first attempt', async () => {
    const { state, executor } = startTroubled()
    state.trouble = 'outage'
    const answer = executor.execute(command('1'))
    while (state.failures === 0) await settled()
    state.trouble = null
    expect(await answer).toEqual(reused)
    expect(state.runs).toBe(2)
  })

  test.each(['outage', 'slow', 'locked', 'connections'] as const)(
    'passing trouble that stays (%s) is answered after few attempts, for all together',
    async reason => {
      const { state, executor } = startTroubled()
      state.trouble = reason
      const answers = ['1', '2'].map(id => executor.execute(command(id)))
      expect(await Promise.all(answers)).toEqual([1, 2].map(() => unavailable(reason)))
      expect(state).toMatchObject({ runs: 3, failures: 3 })
      await executor.idle()
    },
  )

  test('at its deadline a command under way is told what was met before, if that passes', async () => {
    const failing: (() => void)[] = []
    const trouble = { reason: 'locked' as TroubleReason }
    const executor = start(
      () => new Promise((_, reject) => failing.push(() => reject(new Error('locked')))),
      {},
      () => {},
      () => trouble.reason,
    )
    const first = executor.execute(command('1'))
    await settled()
    failing.shift()?.()
    await settled()
    executor.pass(1100)
    expect(await first).toEqual(unavailable('locked'))
  })

  test.each(['full', 'read-only', 'memory', 'limit', 'storage'] as const)(
    'when nothing can be recorded (%s), all are told so, the next at once, and then it is tried',
    async reason => {
      const { state, executor } = startTroubled({ batchMax: 1 })
      state.trouble = reason
      const answers = ['1', '2', '3'].map(id => executor.execute(command(id)))
      expect(await Promise.all(answers)).toEqual([1, 2, 3].map(() => unavailable(reason)))
      expect(await executor.execute(command('4'))).toEqual(unavailable(reason))
      expect(state).toMatchObject({ runs: 1, failures: 1 })
      state.trouble = null
      executor.pass(1000)
      expect(await executor.execute(command('1'))).toEqual(reused)
      await executor.idle()
    },
  )

  test('while nothing is tried, the cause is told, though another batch was recorded meanwhile', async () => {
    const ends: Record<string, (error?: Error) => void> = {}
    const executor = start(
      commands =>
        new Promise((done, failed) => {
          const id = commands[0]?.commandId ?? ''
          ends[id] = error => (error ? failed(error) : done(commands.map(() => reused)))
        }),
      { batchMax: 1, batchesMax: 2, queueMax: 9 },
      () => {},
      () => 'full',
    )
    const answers = ['a', 'b'].map(account => executor.execute(command(account, account)))
    await settled()
    ends.a?.(new Error('no space left'))
    await settled()
    ends.b?.()
    expect(await Promise.all(answers)).toEqual([unavailable('full'), reused])
    expect(await executor.execute(command('c', 'c'))).toEqual(unavailable('full'))
    await executor.idle()
  })

  test('who waits behind what met an outage is not told that there is too much to do', async () => {
    const failing: (() => void)[] = []
    const executor = start(
      () => new Promise((_, reject) => failing.push(() => reject(new Error('out')))),
      {},
      () => {},
      () => 'outage',
    )
    const first = executor.execute(command('1'))
    await settled()
    const second = executor.execute(command('2'))
    failing.shift()?.()
    await settled()
    const third = executor.execute(command('3'))
    executor.pass(1100)
    expect(await Promise.all([first, second, third])).toEqual([outage, outage, outage])
  })
})
