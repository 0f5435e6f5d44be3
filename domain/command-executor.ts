import type { Answer, CommandEnvelope } from './ports'

/** Runs a batch of commands; the answers stand in the order of the commands. */
export type RunBatch = (commands: readonly CommandEnvelope[]) => Promise<readonly Answer[]>

/** Bounds of the executor: nothing in it grows without limit. */
export type ExecutorLimits = {
  /** Commands that wait at most; more are told to try again. */
  readonly queueMax: number
  /** Commands in one batch at most. */
  readonly batchMax: number
}

type Waiting = { readonly command: CommandEnvelope; readonly settle: (answer: Answer) => void }

/**
 * Executes commands in micro-batches: while one batch is being committed, those that arrive form
 * the next. A lone command waits for nobody. When a batch fails as a whole, its commands are run
 * one by one, so that a poisonous one takes no other with it.
 * @param onFailure hears what a failed command threw; its caller hears `unavailable`
 */
export function createExecutor(
  runBatch: RunBatch,
  { queueMax, batchMax }: ExecutorLimits,
  onFailure: (error: unknown) => void,
) {
  const queue: Waiting[] = []
  let draining = false
  let lastDrain = Promise.resolve()

  return {
    /** Answers every command; never rejects. */
    execute(command: CommandEnvelope): Promise<Answer> {
      if (queue.length >= queueMax) {
        return Promise.resolve({ outcome: 'unavailable', reason: 'busy' })
      }
      return new Promise(settle => {
        queue.push({ command, settle })
        if (!draining) lastDrain = drain()
      })
    },
    /** Resolves when everything that was accepted is answered. */
    async idle(): Promise<void> {
      while (draining) await lastDrain
    },
  }

  async function drain(): Promise<void> {
    draining = true
    while (queue.length > 0) await runTogether(queue.splice(0, batchMax))
    draining = false
  }

  async function runTogether(batch: readonly Waiting[]): Promise<void> {
    try {
      const answers = await runBatch(batch.map(({ command }) => command))
      for (const [index, { settle }] of batch.entries()) {
        settle(answers[index] ?? { outcome: 'unavailable', reason: 'outage' })
      }
    } catch (error) {
      if (batch.length > 1) {
        for (const waiting of batch) await runTogether([waiting])
        return
      }
      onFailure(error)
      batch[0]?.settle({ outcome: 'unavailable', reason: 'outage' })
    }
  }
}
