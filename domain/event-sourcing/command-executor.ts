import { createCommandQueue } from './command-queue'
import { createDeadlines, type Deadlines } from './deadlines'
import type { FairQueue } from './fair-queue'
import type { Answer, AttemptOf, CommandEnvelope, Postponed, TroubleReason } from './ports'
import { FAULT, isPassing, notBegun, notKnown } from './unavailable'

/** Runs a batch of commands and returns their answers in the same order. */
export type RunBatch = (
  commands: readonly CommandEnvelope[],
  attemptOf: AttemptOf,
) => Promise<readonly (Answer | Postponed)[]>

/** Limits of the executor: its queue, its batches and every wait are bounded. */
export type ExecutorLimits = {
  /** How many commands may wait; more are rejected. */
  readonly queueMax: number
  /** Commands in one batch at most. */
  readonly batchMax: number
  /** Batches under way at most. No two of them have a stream or a command id in common. */
  readonly batchesMax: number
  /** Every command is answered within this time, even if its batch is not. */
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
  /** The ids of its streams. */
  readonly lanes: readonly string[]
  readonly deadlineMs: number
  readonly resolve: (answer: Answer) => void
  /** How often it has been tried. */
  attempts: number
}

/** How often a command is tried that meets passing trouble: the second time tells what came of the first. */
const ATTEMPTS_MAX = 3

/**
 * When nothing can be recorded, commands are rejected at once for this long: each attempt in vain
 * costs the full storage some more of its log.
 */
const PAUSE_MS = 1_000

/** A command that would wait longer than this share of the deadline is rejected at once: a guess. */
const WAIT_SHARE_MAX = 0.5

/** A command with less than this share of the deadline left is rejected: the answer would hardly be in time. */
const LEFT_SHARE_MIN = 0.1

/** How much the newest batch counts in the running mean of how long one takes. */
const NEWEST_WEIGHT = 0.2

/** An executor at work. */
type State = {
  readonly runBatch: RunBatch
  readonly lanesOf: (command: CommandEnvelope) => readonly string[]
  readonly limits: ExecutorLimits
  readonly clock: Clock
  readonly onFailure: (error: unknown) => void
  readonly troubleOf: (error: unknown) => TroubleReason | null
  readonly answerTo: (error: unknown) => Answer | null
  readonly queue: FairQueue<Waiting>
  /** Every command without an answer. */
  readonly unanswered: Deadlines<Waiting>
  readonly idlers: (() => void)[]
  underWay: number
  /** The running mean of how long a batch takes. */
  batchMs: number
  isStarting: boolean
  /** Why the last batch failed; null after one that did not. */
  trouble: TroubleReason | null
  pausedUntilMs: number
}

/**
 * Executes commands in micro-batches: while some are being committed, those that arrive form the
 * next. A lone command starts at once, and streams take turns. A command whose turn would hardly
 * come before its deadline is rejected at once. A command that lost a race with another process
 * blocks no other: it is in the next batch. When a batch fails as a whole, its commands are run one
 * by one, so that a poison command fails alone. Trouble of the database is no fault of a command: if
 * it may pass, it is retried a few times, which also tells what came of the first attempt, and when
 * nothing can be recorded all commands are answered so.
 * @param lanesOf the ids of the streams that a command is about, each once
 * @param onFailure hears what a failed command threw; its caller hears `unavailable`
 * @param troubleOf the trouble of the database that an error tells of; null: a fault of the command
 * @param answerTo the answer to a command that fails for a known reason; null: it is a fault
 */
export function createExecutor(
  runBatch: RunBatch,
  lanesOf: (command: CommandEnvelope) => readonly string[],
  limits: ExecutorLimits,
  clock: Clock,
  onFailure: (error: unknown) => void,
  troubleOf: (error: unknown) => TroubleReason | null = () => null,
  answerTo: (error: unknown) => Answer | null = () => null,
) {
  const state: State = {
    ...{ runBatch, lanesOf, limits, clock, onFailure, troubleOf, answerTo },
    queue: createCommandQueue(
      ({ lanes }) => lanes,
      ({ command }) => command.commandId,
    ),
    unanswered: createDeadlines(clock, limits.deadlineMs, waiting =>
      waiting.resolve(waiting.attempts > 0 ? notKnown(state.trouble) : notBegun(state.trouble)),
    ),
    idlers: [],
    underWay: 0,
    batchMs: 0,
    isStarting: false,
    trouble: null,
    pausedUntilMs: Number.NEGATIVE_INFINITY,
  }
  return {
    /** Answers every command, at its deadline at the latest; never rejects. */
    execute: (command: CommandEnvelope): Promise<Answer> => execute(state, command),
    /** How many commands wait for their turn. */
    waiting: (): number => state.queue.size,
    /** Resolves when everything that was accepted is carried out and answered. */
    idle: (): Promise<void> =>
      new Promise(resolve => {
        state.idlers.push(resolve)
        tellIdlers(state)
      }),
  }
}

function execute(state: State, command: CommandEnvelope): Promise<Answer> {
  const { limits, queue, clock } = state
  const turnsAhead = Math.floor(queue.size / limits.batchMax) / limits.batchesMax
  const isTooLate = turnsAhead * state.batchMs > limits.deadlineMs * WAIT_SHARE_MAX
  if (queue.size >= limits.queueMax || isTooLate || isPaused(state)) {
    return Promise.resolve(notBegun(state.trouble))
  }
  return new Promise(resolve => {
    const deadlineMs = clock.nowMs() + limits.deadlineMs
    const waiting = { command, lanes: state.lanesOf(command), resolve, deadlineMs, attempts: 0 }
    state.unanswered.add(waiting)
    queue.add(waiting)
    startSoon(state)
  })
}

function startSoon(state: State): void {
  if (state.isStarting) return
  state.isStarting = true
  const { limits, queue, clock } = state
  clock.soon(() => {
    state.isStarting = false
    while (state.underWay < limits.batchesMax) {
      const batch = queue.take(limits.batchMax, 1 / (limits.batchesMax - state.underWay))
      if (batch.length === 0) break
      void carryOut(state, batch)
    }
    tellIdlers(state)
  })
}

async function carryOut(state: State, batch: readonly Waiting[]): Promise<void> {
  const { limits, queue, clock, unanswered } = state
  state.underWay++
  const begunMs = clock.nowMs()
  for (const waiting of batch) {
    const isLate = waiting.deadlineMs - begunMs < limits.deadlineMs * LEFT_SHARE_MIN
    if (isLate || isPaused(state)) answer(state, waiting, notBegun(state.trouble))
  }
  const live = batch.filter(waiting => unanswered.has(waiting))
  if (live.length > 0) await runTogether(state, live)
  state.batchMs += (clock.nowMs() - begunMs - state.batchMs) * NEWEST_WEIGHT
  state.underWay--
  queue.free(
    batch,
    live.filter(waiting => unanswered.has(waiting)),
  )
  startSoon(state)
}

async function runTogether(state: State, batch: readonly Waiting[]): Promise<void> {
  const attempts = new Map(batch.map(waiting => [waiting.command, ++waiting.attempts]))
  try {
    const commands = batch.map(({ command }) => command)
    const answers = await state.runBatch(commands, command => attempts.get(command) ?? 1)
    for (const [index, waiting] of batch.entries()) {
      const its = answers[index] ?? FAULT
      if (its === 'turn') waiting.attempts--
      else if (its !== 'conflict') answer(state, waiting, its)
    }
    // Before the pause ends, another batch has met what still stops everything else.
    if (!isPaused(state)) state.trouble = null
  } catch (error) {
    await giveUp(state, batch, error)
  }
}

async function giveUp(state: State, batch: readonly Waiting[], error: unknown): Promise<void> {
  const reason = state.troubleOf(error)
  if (reason === null) return isolate(state, batch, error)
  state.onFailure(error)
  state.trouble = reason
  const willPass = isPassing(reason)
  if (!willPass) state.pausedUntilMs = state.clock.nowMs() + PAUSE_MS
  for (const waiting of batch) {
    if (willPass && waiting.attempts < ATTEMPTS_MAX) continue
    answer(state, waiting, { outcome: 'unavailable', reason })
  }
}

/** The error is of one command: each of several is tried alone. */
async function isolate(state: State, batch: readonly Waiting[], error: unknown): Promise<void> {
  if (batch.length > 1) {
    for (const waiting of batch) {
      if (state.unanswered.has(waiting)) await runTogether(state, [waiting])
    }
    return
  }
  const known = state.answerTo(error)
  if (known === null) state.onFailure(error)
  for (const waiting of batch) answer(state, waiting, known ?? FAULT)
}

function isPaused({ clock, pausedUntilMs }: State): boolean {
  return clock.nowMs() < pausedUntilMs
}

function answer({ unanswered }: State, waiting: Waiting, its: Answer): void {
  if (unanswered.settle(waiting)) waiting.resolve(its)
}

function tellIdlers({ underWay, queue, idlers }: State): void {
  if (underWay + queue.size > 0) return
  for (const tell of idlers.splice(0)) tell()
}
