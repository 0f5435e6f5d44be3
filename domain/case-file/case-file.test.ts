import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type CaseFile, caseFile } from './case-file'
import type { CaseFileCommand } from './decisions'
import type { CaseFileEvent } from './events'
import { LINKS_MAX, VERSIONS_MAX } from './refusal'
import { TEXT_BYTES_MAX, TEXT_LENGTH_MAX } from './texts'

const TOM = { id: 'u-tom', name: 'Tom' }
const EVA = { id: 'u-eva', name: 'Eva' }
const about = { kind: 'account', accountId: '0c7a8f8e-6c1d-4f0e-8a55-2f6f0a2d9b11' } as const
const entry = { streamId: about.accountId, version: 57 }

const open = {
  type: 'OpenCaseFile',
  about,
  title: ' Lost  card ',
  text: 'She called.\r\n',
} as const
const revise = (expectedVersion: number, text: string, why: string | null = null) =>
  ({ type: 'ReviseCaseFile', expectedVersion, text, why }) as const
const close = { type: 'CloseCaseFile' } as const
const reopen = { type: 'ReopenCaseFile' } as const
const link = { type: 'LinkCaseFileEvent', ...entry } as const

const context = { id: '', now: new Date(), startedAt: null, facts: null }

/** Sends commands one after the other; `last` is the last answer: an event, or a sentence. */
function run(...commands: readonly CaseFileCommand[]) {
  let state: CaseFile = caseFile.initial
  let last: CaseFileEvent | string = ''
  for (const command of commands) {
    const decision = caseFile.decide(command, state, context)
    if (decision.outcome === 'refused') {
      last = caseFile.sentenceFor(decision.refusal)
      continue
    }
    for (const event of decision.events) {
      state = caseFile.evolve(state, event)
      last = event
    }
  }
  return { state, last }
}

describe('a case file', () => {
  test('is opened with a title and a text, which are cleaned', () => {
    const { state, last } = run(open)
    expect(last).toEqual({ type: 'CaseFileOpened', about, title: 'Lost card', text: 'She called.' })
    expect(state).toMatchObject({
      status: 'open',
      version: 1,
      assignee: null,
      due: null,
      links: [],
    })
  })

  test('is revised as a whole, with a reason if there is one', () => {
    const { state, last } = run(open, revise(1, '    code\n\n- item', ' More  is known '))
    const why = 'More  is known'
    expect(last).toEqual({ type: 'CaseFileRevised', version: 2, text: '    code\n\n- item', why })
    expect(state).toMatchObject({ version: 2, text: '    code\n\n- item' })
  })

  test('is renamed by who saw its newest title', () => {
    const rename = (expectedTitle: string, title: string) =>
      ({ type: 'RenameCaseFile', expectedTitle, title }) as const
    const renamed = run(open, rename('Lost card', ' Found  card '))
    expect(renamed.last).toEqual({ type: 'CaseFileRenamed', title: 'Found card' })
    expect(renamed.state).toMatchObject({ title: 'Found card', version: 1 })
    const again = run(open, rename('Lost card', 'Found card'), rename('Lost card', 'Mine'))
    expect(again.state).toEqual(renamed.state)
    expect(again.last).toMatch('The title is “Found card” by now.')
    for (const [title, sentence] of [
      ['Lost card', 'Nothing to change'],
      [' ', 'Enter a title.'],
      ['x'.repeat(201), 'at most 200 characters'],
    ] as const) {
      expect(run(open, rename('Lost card', title)).last).toContain(sentence)
    }
    expect(run(open, close, rename('Lost card', 'X')).last).toMatch('closed')
  })

  test('that was revised meanwhile stays as it is, and both versions are told', () => {
    const given = [open, revise(1, 'Two')] as const
    for (const expectedVersion of [1, 3, 0]) {
      const { state } = run(...given)
      const command = revise(expectedVersion, 'Mine')
      expect(caseFile.decide(command, state, context)).toEqual({
        outcome: 'refused',
        refusal: {
          type: 'RevisedMeanwhile',
          field: 'expectedVersion',
          expectedVersion,
          version: 2,
        },
      })
      expect(run(...given, command).state).toEqual(state)
    }
    expect(run(...given, revise(1, 'Mine')).last).toMatch(/^You changed version 1 .* version 2\./)
  })

  test('is assigned, given a date, linked and closed, each once', () => {
    const assign = { type: 'AssignCaseFile', to: TOM } as const
    const due = { type: 'SetCaseFileDue', due: '2026-12-31' } as const
    const { state } = run(open, assign, due, link, close)
    expect(state).toMatchObject({
      status: 'closed',
      assignee: TOM,
      due: '2026-12-31',
      links: [entry],
    })
    expect(run(open, assign, assign).last).toMatch(/^Nothing to change/)
    expect(run(open, { ...assign, to: null }).last).toMatch(/^Nothing to change/)
    expect(run(open, due, due).last).toMatch(/^Nothing to change/)
    expect(run(open, link, link).last).toBe('This case file is about that event already.')
    expect(run(open, link, { ...link, type: 'UnlinkCaseFileEvent' }).state).toMatchObject({
      links: [],
    })
    expect(run(open, due, { ...due, due: null }).state).toMatchObject({ due: null })
  })

  test.each<CaseFileCommand>([
    revise(1, 'Two'),
    { type: 'AssignCaseFile', to: EVA },
    { type: 'SetCaseFileDue', due: '2026-12-31' },
    link,
    { ...link, type: 'UnlinkCaseFileEvent' },
    close,
  ])('that is closed is not changed by $type before it is open again', command => {
    expect(run(open, close, command).last).toBe('This case file is closed. Reopen it first.')
    expect(JSON.stringify(run(open, close, reopen, link, command).last)).not.toMatch(/is closed/)
  })

  test('is refused with what is wrong beside it', () => {
    const long = 'x'.repeat(TEXT_LENGTH_MAX)
    const cases: [CaseFileCommand[], string][] = [
      [[close], 'This case file does not exist.'],
      [[open, open], 'This case file already exists.'],
      [[open, reopen], 'This case file is open.'],
      [[{ ...open, title: ' ' }], 'Enter a title.'],
      [[{ ...open, text: '\n' }], 'Enter a text.'],
      [[{ ...open, title: 'x'.repeat(201) }], 'The title can have at most 200 characters.'],
      [[{ ...open, title: 'a\u202eb' }], 'The title has hidden characters. Type it again.'],
      [[{ ...open, text: 'a\u0000b' }], 'The text has hidden characters. Type it again.'],
      [[{ ...open, text: '\u200b' }], 'The text has no visible characters. Type it again.'],
      [[{ ...open, text: `${long}x` }], 'The text can have at most 100,000 characters.'],
      [
        [{ ...open, text: '€'.repeat(70_000) }],
        'The text takes more than 200,000 bytes. Shorten it.',
      ],
      [[open, revise(1, 'Two', 'x'.repeat(201))], 'The reason can have at most 200 characters.'],
      [[open, revise(1, 'She called.')], 'Nothing to change: this is what the case file says.'],
      [[open, { type: 'SetCaseFileDue', due: '2026-02-30' }], 'Enter a date such as 2026-11-30.'],
      [[open, { ...link, type: 'UnlinkCaseFileEvent' }], 'This case file is not about that event.'],
    ]
    for (const [commands, sentence] of cases) expect(run(...commands).last).toBe(sentence)
    expect(run({ ...open, text: long }).state).toMatchObject({ text: long })
    expect(2 * long.length).toBe(TEXT_BYTES_MAX)
  })

  test('has bounds', () => {
    const versions = Array.from({ length: VERSIONS_MAX }, (_, at) => revise(at + 1, `Text ${at}`))
    expect(run(open, ...versions).last).toMatch(/^A text can have at most 1,000 versions\./)
    const links = Array.from({ length: LINKS_MAX + 1 }, (_, version) => ({ ...link, version }))
    expect(run(open, ...links).last).toBe('A case file can be about 100 events at most.')
  })
})

const random = fc.noBias(
  fc.record({
    kind: fc.constantFrom(
      ...['open', 'revise', 'revise', 'revise', 'stale', 'assign', 'due', 'link', 'link'],
      ...['unlink', 'unlink', 'rename', 'close', 'reopen', 'reopen'],
    ),
    pick: fc.nat(9_999),
  }),
)

/** What a case file is, by the simplest means. */
type Model = {
  isOpen: boolean
  /** Which of `TITLES`. */
  title: number
  texts: string[]
  links: Set<number>
  due: number
  assignee: number
}

const TITLES = ['Lost card', 'Found card', 'Card'] as const

test('20,000 random commands do what the diagram says, and nothing else', () => {
  const seen = new Set<string>()
  let sent = 0
  fc.assert(
    fc.property(fc.array(random, { minLength: 100, maxLength: 100 }), steps => {
      let state: CaseFile = caseFile.initial
      let model: Model | null = null
      for (const { kind, pick } of steps) {
        const command = commandOf(kind, pick, model?.texts.length ?? 0)
        const before = state
        const decision = caseFile.decide(command, state, context)
        sent++
        const next = foreseen(model, command)
        expect(decision.outcome).toBe(next ? 'accepted' : 'refused')
        if (decision.outcome === 'refused') {
          seen.add(decision.refusal.type)
          expect(state).toBe(before)
          continue
        }
        for (const event of decision.events) {
          state = caseFile.evolve(state, event)
          seen.add(event.type)
        }
        model = next
        expect(state).toMatchObject(shapeOf(model))
      }
    }),
    { numRuns: 200 },
  )
  expect(sent).toBe(20_000)
  // A property that reaches nothing proves nothing: all 9 events, and the refusals of state.
  const [events, refusals] = [
    /^CaseFile(?!Not|Alr|Unc|Open$|Closed$)/,
    /^(Case|Revised|Renamed|Event)/,
  ]
  expect([...seen].filter(type => events.test(type))).toHaveLength(8)
  expect([...seen].filter(type => refusals.test(type))).toHaveLength(8 + 9)
})

function commandOf(kind: string, pick: number, version: number): CaseFileCommand {
  const event = { ...entry, version: 1 + (pick % 4) }
  switch (kind) {
    case 'open':
      return open
    case 'revise':
      return revise(version, `Text ${pick % 3}`)
    case 'stale':
      return revise(version - 1 + 2 * (pick % 2), 'Stale')
    case 'rename': {
      const [expectedTitle = '', title = ''] = [TITLES[pick % 3], TITLES[Math.floor(pick / 3) % 3]]
      return { type: 'RenameCaseFile', expectedTitle, title }
    }
    case 'assign':
      return { type: 'AssignCaseFile', to: [TOM, EVA, null][pick % 3] ?? null }
    case 'due':
      return { type: 'SetCaseFileDue', due: [null, '2026-12-31', '2027-01-01'][pick % 3] ?? null }
    case 'link':
      return { type: 'LinkCaseFileEvent', ...event }
    case 'unlink':
      return { type: 'UnlinkCaseFileEvent', ...event }
    case 'close':
      return pick % 3 === 0 ? close : reopen
    default:
      return reopen
  }
}

/** The model after a command; null when it must be refused. */
function foreseen(model: Model | null, command: CaseFileCommand): Model | null {
  if (command.type === 'OpenCaseFile') {
    if (model) return null
    const none = { links: new Set<number>(), due: 0, assignee: 2 }
    return { isOpen: true, title: 0, texts: ['She called.'], ...none }
  }
  if (!model || model.isOpen === (command.type === 'ReopenCaseFile')) return null
  const links = new Set(model.links)
  switch (command.type) {
    case 'ReopenCaseFile':
    case 'CloseCaseFile':
      return { ...model, isOpen: !model.isOpen }
    case 'ReviseCaseFile': {
      const { expectedVersion, text } = command
      if (expectedVersion !== model.texts.length || text === model.texts.at(-1)) return null
      return { ...model, texts: [...model.texts, text] }
    }
    case 'RenameCaseFile': {
      const [before, title] = [command.expectedTitle, command.title].map(one =>
        TITLES.indexOf(one as 'Card'),
      )
      if (title === undefined || before !== model.title || title === before) return null
      return { ...model, title }
    }
    case 'AssignCaseFile': {
      const assignee = ['u-tom', 'u-eva', undefined].indexOf(command.to?.id)
      return assignee === model.assignee ? null : { ...model, assignee }
    }
    case 'SetCaseFileDue': {
      const due = [null, '2026-12-31', '2027-01-01'].indexOf(command.due)
      return due === model.due ? null : { ...model, due }
    }
    case 'LinkCaseFileEvent':
      return links.has(command.version) ? null : { ...model, links: links.add(command.version) }
    default:
      return links.delete(command.version) ? { ...model, links } : null
  }
}

function shapeOf(model: Model | null) {
  if (!model) return { status: 'none' }
  return {
    status: model.isOpen ? 'open' : 'closed',
    ...{ title: TITLES[model.title], version: model.texts.length, text: model.texts.at(-1) },
    links: [...model.links].map(version => ({ ...entry, version })),
    due: [null, '2026-12-31', '2027-01-01'][model.due],
    assignee: [TOM, EVA, null][model.assignee],
  }
}
