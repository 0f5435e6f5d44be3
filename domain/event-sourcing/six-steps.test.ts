import { describe, expect, test } from 'vitest'
import { handleCommands, handleUntilAnswered } from './command-handler'
import type { Answer, AttemptOf, CommandEnvelope, Ports, Unit } from './ports'
import { type Count, count, envelope, openRegistry } from './testing/counter'

const busy: Answer = { outcome: 'unavailable', reason: 'busy' }
const reused: Answer = { outcome: 'reused' }

/** A memory that forgets what it was given, and says of every call what was asked of it. */
function openPorts({
  answered = new Map<CommandEnvelope, Answer>(),
  facts = new Map<CommandEnvelope, readonly unknown[]>(),
  savesOf = (units: readonly Unit[]) => units,
} = {}) {
  const steps: string[] = []
  const idsOf = (commands: readonly CommandEnvelope[]) =>
    commands.map(({ commandId }) => commandId).join(' ')
  const ports: Ports = {
    registry: openRegistry(),
    async load(commands, attemptOf: AttemptOf) {
      steps.push(`load ${idsOf(commands)} at attempt ${commands.map(attemptOf).join(' ')}`)
      return { streams: new Map(), facts, answers: answered }
    },
    async save(units) {
      steps.push(`save ${units.map(({ records }) => idsOf(records.map(one => one.envelope)))}`)
      return new Set(savesOf(units))
    },
    publish: () => steps.push('publish'),
    now: () => new Date(0),
    newEventId: () => 'e',
    async pause(attempt) {
      steps.push(`pause ${attempt}`)
    },
  }
  return { ports, steps }
}

const outcomesOf = (answers: readonly (Answer | string)[]) =>
  answers.map(answer => (typeof answer === 'string' ? answer : answer.outcome))
const asking = (commandId: string, streamId: string) =>
  envelope(commandId, streamId, { type: 'Count', add: [1], needs: 'facts' } satisfies Count)

describe('a batch of commands', () => {
  test('is loaded, saved and then published', async () => {
    const { ports, steps } = openPorts()
    const heard = await handleCommands([count('1', 'a', 1), count('2', 'b', 2)], ports)
    expect(outcomesOf(heard)).toEqual(['accepted', 'accepted'])
    expect(steps).toEqual(['load 1 2 at attempt 1 1', 'save 1,2', 'publish'])
  })

  test('tells how far each command is, if somebody watches', async () => {
    const { ports, steps } = openPorts()
    const told = (step: string) => (command: CommandEnvelope) =>
      void steps.push(`${step} ${command.commandId}`)
    const watch = {
      executing: told('executing'),
      executed: told('executed'),
      generated: told('generated'),
    }
    const commands = [count('1', 'a', 1), count('2', 'b', 2_000)]
    await handleCommands(commands, { ...ports, watch })
    expect(steps.slice(1, -2)).toEqual([
      ...['executing 1', 'executed 1', 'generated 1', 'executing 2', 'executed 2'],
    ])
  })

  test('is loaded for the attempts that it is told', async () => {
    const { ports, steps } = openPorts()
    await handleCommands([count('1', 'a', 1)], ports, () => 7)
    expect(steps[0]).toBe('load 1 at attempt 7')
  })

  test('is published only if something was saved', async () => {
    const { ports, steps } = openPorts({ savesOf: () => [] })
    expect(await handleCommands([count('1', 'a', 1)], ports)).toEqual(['conflict'])
    expect(steps).toEqual(['load 1 at attempt 1', 'save 1'])
  })

  test('has an answer for each command: its own, or why there is none yet', async () => {
    const before = count('1', 'a', 1)
    const commands = [before, count('2', 'b', 1001), count('3', 'c', 1), asking('4', 'd')]
    const savesOf = (units: readonly Unit[]) => units.slice(0, 1)
    const { ports } = openPorts({ answered: new Map([[before, reused]]), savesOf })
    expect(outcomesOf(await handleCommands(commands, ports))).toEqual([
      'reused',
      'refused',
      'conflict',
      'turn',
    ])
  })
})

describe('commands that are handled until they are answered', () => {
  test('are tried once when that answers them', async () => {
    const { ports, steps } = openPorts()
    const commands = [count('1', 'a', 1001), count('2', 'b', 2)]
    expect(outcomesOf(await handleUntilAnswered(commands, ports))).toEqual(['refused', 'accepted'])
    expect(steps).toEqual(['load 1 2 at attempt 1 1', 'save 1,2', 'publish'])
  })

  test('are none when nothing was asked', async () => {
    const { ports, steps } = openPorts()
    expect(await handleUntilAnswered([], ports)).toEqual([])
    expect(steps).toEqual([])
  })

  test('are tried again without those that have their answer', async () => {
    let saves = 0
    const savesOf = (units: readonly Unit[]) => (++saves === 1 ? units.slice(1) : units)
    const { ports, steps } = openPorts({ savesOf })
    const commands = [count('1', 'a', 1), count('2', 'b', 1001)]
    expect(outcomesOf(await handleUntilAnswered(commands, ports))).toEqual(['accepted', 'refused'])
    expect(steps).toEqual([
      ...['load 1 2 at attempt 1 1', 'save 1,2', 'publish'],
      ...['load 1 at attempt 2', 'save 1', 'publish'],
    ])
  })

  test('pause from the third attempt on, and are given up after the twelfth', async () => {
    const { ports, steps } = openPorts({ savesOf: () => [] })
    expect(await handleUntilAnswered([count('1', 'a', 1)], ports)).toEqual([busy])
    expect(steps.filter(step => step.startsWith('pause'))).toEqual(
      [3, 4, 5, 6, 7, 8, 9, 10, 11, 12].map(attempt => `pause ${attempt}`),
    )
    expect(steps.filter(step => step.startsWith('load'))).toEqual(
      Array.from({ length: 12 }, (_, n) => `load 1 at attempt ${n + 1}`),
    )
  })

  test('that only wait for their turn are in the next round of the same attempt', async () => {
    const [first, second] = [count('1', 'a', 1), asking('2', 'a')]
    const { ports, steps } = openPorts({ facts: new Map([[second, ['facts']]]) })
    const heard = await handleUntilAnswered([first, second], ports)
    expect(outcomesOf(heard)).toEqual(['accepted', 'accepted'])
    expect(steps).toEqual([
      ...['load 1 2 at attempt 1 1', 'save 1', 'publish'],
      ...['load 2 at attempt 1', 'save 2', 'publish'],
    ])
  })

  test('that wait in vain, or beside a conflict, use up their attempts', async () => {
    const waiting = openPorts()
    expect(await handleUntilAnswered([asking('1', 'a')], waiting.ports)).toEqual([busy])
    expect(waiting.steps.filter(step => step.startsWith('load'))).toHaveLength(12)

    let saves = 0
    const second = asking('2', 'a')
    const { ports, steps } = openPorts({
      facts: new Map([[second, ['facts']]]),
      savesOf: units => (++saves === 1 ? units.slice(1) : units),
    })
    const commands = [count('1', 'a', 1), second, count('3', 'b', 3)]
    await handleUntilAnswered(commands, ports)
    expect(steps.filter(step => step.startsWith('load'))).toEqual([
      'load 1 2 3 at attempt 1 1 1',
      'load 1 2 at attempt 2 2',
      'load 2 at attempt 2',
    ])
  })
})
