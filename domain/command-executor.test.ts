import { describe, expect, test } from 'vitest'
import { createExecutor } from './command-executor'
import type { Answer, CommandEnvelope } from './ports'

const command = (commandId: string): CommandEnvelope => ({
  commandId,
  accountId: 'a',
  actor: { id: 'u', name: 'U', role: 'teller' },
  correlationId: null,
  command: { type: 'Deposit', amount: '1', note: null },
})
const reused: Answer = { outcome: 'reused' }
const limits = { queueMax: 3, batchMax: 2 }
const fail = (error: unknown) => {
  throw error
}

describe('the executor', () => {
  test('a lone command waits for nobody; those that arrive meanwhile form batches', async () => {
    const batches: string[][] = []
    const executor = createExecutor(
      async commands => {
        batches.push(commands.map(({ commandId }) => commandId))
        return commands.map(() => reused)
      },
      limits,
      fail,
    )
    const answers = ['1', '2', '3', '4'].map(id => executor.execute(command(id)))
    expect(batches).toEqual([['1']])
    expect(await Promise.all(answers)).toEqual([reused, reused, reused, reused])
    expect(batches).toEqual([['1'], ['2', '3'], ['4']])
    await executor.execute(command('5'))
    expect(batches.at(-1)).toEqual(['5'])
  })

  test('a full queue refuses at once', async () => {
    let open = () => {}
    const gate = new Promise<void>(resolve => {
      open = resolve
    })
    const executor = createExecutor(
      async commands => {
        await gate
        return commands.map(() => reused)
      },
      limits,
      fail,
    )
    const accepted = ['1', '2', '3', '4'].map(id => executor.execute(command(id)))
    expect(await executor.execute(command('5'))).toEqual({
      outcome: 'unavailable',
      reason: 'busy',
    })
    open()
    await executor.idle()
    expect(await Promise.all(accepted)).toEqual([reused, reused, reused, reused])
  })

  test('a poisonous command fails alone', async () => {
    const failures: unknown[] = []
    const executor = createExecutor(
      async commands => {
        await Promise.resolve()
        if (commands.some(({ commandId }) => commandId === 'poison')) throw new Error('poison')
        return commands.map(() => reused)
      },
      limits,
      error => failures.push(error),
    )
    const answers = ['1', '2', 'poison', '4'].map(id => executor.execute(command(id)))
    expect((await Promise.all(answers)).map(({ outcome }) => outcome)).toEqual([
      'reused',
      'reused',
      'unavailable',
      'reused',
    ])
    expect(failures).toHaveLength(1)
  })
})
