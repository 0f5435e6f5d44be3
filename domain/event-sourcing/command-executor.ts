import { createFairQueue } from './fair-queue'
import type { Answer, AttemptOf, CommandEnvelope, Postponed, TroubleReason } from './ports'

/** Tries a batch of commands; the answers stand in the order of the commands. */
export type RunBatch = (
  commands: readonly CommandEnvelope[],
  attemptOf: AttemptOf,
) => Promise<readonly (Answer | Postponed)[]>

/** Bounds of the executor: nothing in it grows without limit, and nobody waits without one. */
export type ExecutorLimits = {
  /** Commands that wait at most; more are told to try again. */
  readonly queueMax: number
  /** Commands in one batch at most. */
  readonly batchMax: number
  /** Batches under way at most. No two of them have an account or a command id in common. */
  readonly batchesMax: number
  /** Every command has its answer after this time, whatever becomes of its batch. */
  readonly deadlineMs: number
}

/** The time of the process that the executor runs in. */
export type Clock = {
  /** Milliseconds since any moment; never going back. */
  nowMs(): number
  /** Calls `run` when all that has arrived together is there. Not a timer. */
  soon(run: () => void): void
  /** Calls `run` after a time. */
  after(delayMs: number, run: () => void): void
}

type Waiting = {
  readonly command: CommandEnvelope
  readonly deadlineMs: number
  readonly resolve: (answer: Answer) => void
  /** How often it has been tried. */
  attempts: number
}

const BUSY: Answer = { outcome: 'unavailable', reason: 'busy' }
const OUTAGE: Answer = { outcome: 'unavailable', reason: 'outage' }

/** How often a command is tried at most that an outage met: the second time tells what came of the first. */
const OUTAGES_MAX = 3

/**
 * When nothing can be recorded, this long everyone is told so at once: each vain attempt costs the
 * full storage some more of its log.
 */
const PAUSE_MS = 1_000

/** How often deadlines are looked at while commands wait: this often within one deadline. */
const SWEEPS_PER_DEADLINE = 20

/** Who would have to wait longer than this share of the deadline is refused at once: it is a guess. */
const WAIT_SHARE_MAX = 0.5

/** Who has less than this share of the deadline left is not begun: the answer would hardly be in time. */
const LEFT_SHARE_MIN = 0.1

/** How much the newest batch counts in the running mean of how long one takes. */
const NEWEST_WEIGHT = 0.2

/**
 * Executes commands in micro-batches: while some are being committed, those that arrive form the
 * next. A lone command waits for nobody, and accounts take turns. A command whose turn would hardly
 * come before its deadline is told at once to try again. One that another process was faster than holds up
 * nobody: it is in the next batch. When a batch fails as a whole, its commands are run one by one,
 * so that a poisonous one takes no other with it. Trouble of the database is no fault of theirs: an
 * outage is tried again a few times, which also tells what came of the first attempt, and when
 * nothing can be recorded all are told so.
 * @param onFailure hears what a failed command threw; its caller hears `unavailable`
 * @param troubleOf the trouble of the database that an error tells of; null: a fault of the command
 */
export function createExecutor(
  runBatch: RunBatch,
  limits: ExecutorLimits,
  clock: Clock,
  onFailure: (error: unknown) => void,
  troubleOf: (error: unknown) => TroubleReason | null = () => null,
) {
  const { queueMax, batchMax, batchesMax, deadlineMs } = limits
  const queue = createFairQueue<Waiting>(({ command }) => command.accountId)
  /** Everyone who has no answer yet, in the order of the deadlines. */
  const unanswered = new Set<Waiting>()
  /** By command id, those that came while the first of that id had not been carried out. */
  const twins = new Map<string, Waiting[]>()
  const idlers: (() => void)[] = []
  let held = 0
  let underWay = 0
  let batchMs = 0
  let isStarting = false
  let isSweeping = false
  /** What the last batch failed of; null once one has not. */
  let trouble: TroubleReason | null = null
  let pausedUntilMs = Number.NEGATIVE_INFINITY

  return {
    /** Answers every command, at its deadline at the latest; never rejects. */
    execute(command: CommandEnvelope): Promise<Answer> {
      const queued = queue.size + held
      const turnsAhead = Math.floor(queued / batchMax) / batchesMax
      if (queued >= queueMax || turnsAhead * batchMs > deadlineMs * WAIT_SHARE_MAX)
        return Promise.resolve(notBegun())
      if (isPaused()) return Promise.resolve(notBegun())
      return new Promise(resolve => {
        const waiting = {
          command,
          resolve,
          deadlineMs: clock.nowMs() + deadlineMs,
          attempts: 0,
        }
        unanswered.add(waiting)
        enqueue(waiting)
        startSoon()
        sweepLater()
      })
    },
    /** Resolves when everything that was accepted is carried out and answered. */
    idle: (): Promise<void> =>
      new Promise(resolve => {
        idlers.push(resolve)
        tellIdlers()
      }),
  }

  /** Two commands of one id are never under way together: the second hears of the first. */
  function enqueue(waiting: Waiting): void {
    const { commandId } = waiting.command
    const behind = twins.get(commandId)
    if (behind) {
      behind.push(waiting)
      held++
    } else {
      twins.set(commandId, [])
      queue.add(waiting)
    }
  }

  function startSoon(): void {
    if (isStarting) return
    isStarting = true
    clock.soon(() => {
      isStarting = false
      while (underWay < batchesMax) {
        const batch = queue.take(batchMax, 1 / (batchesMax - underWay))
        if (batch.length === 0) break
        void carryOut(batch)
      }
      tellIdlers()
    })
  }

  async function carryOut(batch: readonly Waiting[]): Promise<void> {
    underWay++
    const begunMs = clock.nowMs()
    for (const waiting of batch) {
      const isLate = waiting.deadlineMs - begunMs < deadlineMs * LEFT_SHARE_MIN
      if (isLate || isPaused()) answer(waiting, notBegun())
    }
    const live = batch.filter(waiting => unanswered.has(waiting))
    if (live.length > 0) await runTogether(live)
    batchMs += (clock.nowMs() - begunMs - batchMs) * NEWEST_WEIGHT
    underWay--
    const undone = live.filter(waiting => unanswered.has(waiting))
    queue.free(batch, undone)
    for (const waiting of batch) {
      if (!unanswered.has(waiting)) releaseTwin(waiting.command.commandId)
    }
    startSoon()
  }

  async function runTogether(batch: readonly Waiting[]): Promise<void> {
    const attempts = new Map(batch.map(waiting => [waiting.command, ++waiting.attempts]))
    try {
      const commands = batch.map(({ command }) => command)
      const answers = await runBatch(commands, command => attempts.get(command) ?? 1)
      for (const [index, waiting] of batch.entries()) {
        const its = answers[index] ?? OUTAGE
        if (its === 'turn') waiting.attempts--
        else if (its !== 'conflict') answer(waiting, its)
      }
      trouble = null
    } catch (error) {
      await giveUp(batch, error)
    }
  }

  async function giveUp(batch: readonly Waiting[], error: unknown): Promise<void> {
    const reason = troubleOf(error)
    if (reason === null && batch.length > 1) {
      for (const waiting of batch) if (unanswered.has(waiting)) await runTogether([waiting])
      return
    }
    onFailure(error)
    if (reason !== null) trouble = reason
    if (reason !== null && reason !== 'outage') pausedUntilMs = clock.nowMs() + PAUSE_MS
    for (const waiting of batch) {
      if (reason === 'outage' && waiting.attempts < OUTAGES_MAX) continue
      answer(waiting, { outcome: 'unavailable', reason: reason ?? 'outage' })
    }
  }

  function isPaused(): boolean {
    return clock.nowMs() < pausedUntilMs
  }

  /** What those are told who were not begun: the trouble there is, or that there is too much to do. */
  function notBegun(): Answer {
    return trouble === null ? BUSY : { outcome: 'unavailable', reason: trouble }
  }

  function answer(waiting: Waiting, its: Answer): void {
    if (unanswered.delete(waiting)) waiting.resolve(its)
  }

  function releaseTwin(commandId: string): void {
    const next = twins.get(commandId)?.shift()
    if (next) {
      held--
      queue.add(next)
    } else twins.delete(commandId)
  }

  /** Answers those whose time is up: not done, or, when it is under way, not known to be done. */
  function sweepLater(): void {
    if (isSweeping) return
    isSweeping = true
    clock.after(deadlineMs / SWEEPS_PER_DEADLINE, () => {
      isSweeping = false
      for (const waiting of unanswered) {
        if (waiting.deadlineMs > clock.nowMs()) break
        answer(waiting, waiting.attempts > 0 ? OUTAGE : notBegun())
      }
      if (unanswered.size > 0) sweepLater()
    })
  }

  function tellIdlers(): void {
    if (underWay + queue.size + held > 0) return
    for (const tell of idlers.splice(0)) tell()
  }
}
