import { decideBatch } from './batch'
import type { Answer, AttemptOf, CommandEnvelope, Ports, Postponed } from './ports'

/** How often commands are tried by `handleUntilAnswered`. */
const ATTEMPTS_MAX = 12

/**
 * The whole write side, in six steps, for a batch of commands in arrival order. Each command has
 * its own answer, in the same place; nothing is answered before it is saved.
 * @returns an answer for each command, or why it must be tried again
 * @throws what the ports throw, such as when the database is unreachable
 */
export async function handleCommands(
  commands: readonly CommandEnvelope[], // 1. receive the commands
  ports: Ports,
  attemptOf: AttemptOf = () => 1,
): Promise<readonly (Answer | Postponed)[]> {
  const loaded = await ports.load(commands, attemptOf) // 2. load the aggregates
  const batch = decideBatch(commands, loaded, ports) // 3. execute, 4. generate the events
  const saved = await ports.save(batch.units) // 5. save the events
  if (saved.size > 0) ports.publish() // 6. publish the events
  return commands.map(command => {
    const [before, decided] = [loaded.answers.get(command), batch.answers.get(command)]
    if (before || !decided) return before ?? 'turn'
    const unit = batch.unitOf(command)
    return unit && saved.has(unit) ? decided : 'conflict'
  })
}

/** Handles commands, without an executor, until each has its answer. */
export async function handleUntilAnswered(
  commands: readonly CommandEnvelope[],
  ports: Ports,
): Promise<readonly Answer[]> {
  const answers = new Map<CommandEnvelope, Answer>()
  let open = commands
  for (let attempt = 1; open.length > 0 && attempt <= ATTEMPTS_MAX; ) {
    if (attempt > 2) await ports.pause(attempt)
    const current = attempt
    const heard = await handleCommands(open, ports, () => current)
    const before = open
    open = before.filter((_, n) => typeof heard[n] === 'string')
    for (const [n, command] of before.entries()) {
      const answer = heard[n]
      if (typeof answer === 'object') answers.set(command, answer)
    }
    // Commands that only waited for their turn go on without a pause: every round answers some.
    if (open.length === before.length || heard.includes('conflict')) attempt++
  }
  return commands.map(command => answers.get(command) ?? BUSY)
}

const BUSY: Answer = { outcome: 'unavailable', reason: 'busy' }
