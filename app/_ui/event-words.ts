import { otherAccountOf, reversedIn, secondIn } from '@/app/_wire/event-data'
import type { EventJson } from '@/app/_wire/types'
import { amountText } from './amount'
import { WORDS } from './event-type-words'

/** The plural name of an event type, such as `Deposits`. */
export function eventsWord(type: string): string {
  return WORDS.get(type)?.[1] ?? type
}

/** The word of an event of this type, such as `Paid`. */
export function eventWord(type: string): string {
  return WORDS.get(type)?.[0] ?? type
}

/** An event as a line of a statement; amounts are decimal texts. */
export type Line = {
  readonly version: number
  /** When it occurred; null while it is being recorded. */
  readonly occurredAt: string | null
  readonly word: string
  readonly note: string | null
  readonly by: string
  /** The signed change of the balance; null when it moves no money. */
  readonly delta: string | null
  /** The balance after it. */
  readonly balance: string | null
}

/** `detail`: all that an event says beside its amount, with the note; `reverses`: which entry. */
export function lineOf(
  event: EventJson,
): Line & { readonly detail: string | null; readonly reverses: number | null } {
  const { version, occurredAt, type, data, money, actor, ties } = event
  const note = textIn(data, 'note') ?? textIn(data, 'reason')
  return {
    version,
    occurredAt,
    word: movementWord(event) ?? eventWord(type),
    note,
    detail:
      [...detailsOf(event), ties?.customer ?? null, note]
        .filter(part => part !== null)
        .join(' · ') || null,
    reverses: reversedIn(event),
    by: actor.name,
    delta: money?.change ?? null,
    balance: money?.balance ?? null,
  }
}

/** The first words of an event in a list, and what else its line tells, in parts. */
export type Headline = { readonly title: string; readonly rest: readonly string[] }

/**
 * Who or what comes first: the other side of a transfer, the note of cash and captured holds, and
 * for all else the event's word.
 */
export function headlineOf(event: EventJson): Headline {
  const { word, note } = lineOf(event)
  const other = otherAccountOf(event)
  const details = [...detailsOf(event), event.ties?.customer ?? null].filter(isTold)
  if (other) {
    // The title names the other side, so that only what is not its name is left.
    return { title: other.owner, rest: [word, ...overdrawnDetail(event), note].filter(isTold) }
  }
  if (note && NOTED.has(word)) return { title: note, rest: [word, ...details] }
  const rest = [...details, note].filter(isTold)
  return { title: word, rest: rest.filter(part => part !== word) }
}

/** Movements of which the note says more than the word. */
const NOTED: ReadonlySet<string> = new Set(['Deposited', 'Withdrawn', 'Hold captured'])

function isTold(part: string | null): part is string {
  return part !== null && part !== ''
}

/** What a movement is, if not just a deposit or withdrawal. */
function movementWord({ type, data }: EventJson): string | null {
  const isIn = type === 'MoneyDeposited'
  if (!isIn && type !== 'MoneyWithdrawn') return null
  if (data.reverses !== undefined) return 'Reversal'
  if (data.transfer !== undefined) return isIn ? 'Received' : 'Transferred'
  if (data.holdId !== undefined) return 'Hold captured'
  if (data.counter === 'interest') return isIn ? 'Interest' : 'Interest charged'
  if (data.counter === 'fees') return isIn ? 'Fee refunded' : 'Fee'
  return null
}

function detailsOf(event: EventJson): (string | null)[] {
  const { type, data } = event
  switch (type) {
    case 'MoneyDeposited':
    case 'MoneyWithdrawn':
      return movementDetails(event)
    case 'HoldPlaced':
    case 'HoldReleased':
    case 'HoldExpired':
    case 'ApprovalRequested':
    case 'PaymentDue':
    case 'PaymentRetried':
    case 'PaymentExecuted':
    case 'PaymentFailed':
      return [amountIn(data, 'amount')]
    case 'OverdraftLimitSet':
      return [amountIn(data, 'limit')]
    case 'LimitsSet':
      return limitsDetails(data)
    case 'AccountFrozen':
      return [stoppedWord(data.scope)]
    case 'AccountRenamed':
      return [textIn(data, 'owner')]
    case 'ReferenceSet':
      return [textIn(data, 'reference') ?? 'None']
    case 'CustomerAssigned':
      return [data.customerId === null ? 'None' : null]
    case 'SecondCustomerAssigned':
      return [rightsWord(secondIn(event)?.rights ?? null)]
    case 'PersonInvited':
    case 'PersonEnrolled':
      return [roleWord(data.role)]
    case 'CaseFileOpened':
    case 'CaseFileRenamed':
      return [textIn(data, 'title')]
    case 'CaseFileRevised':
      return [`version ${data.version}`, textIn(data, 'why')]
    case 'CaseFileAssigned':
      return [textIn({ ...(data.to as object | null) }, 'name') ?? 'To nobody']
    case 'CaseFileDueSet':
      return [textIn(data, 'due') ?? 'None']
    case 'CaseFileEventLinked':
    case 'CaseFileEventUnlinked':
      return [`event ${data.version}`]
    case 'AlertRaised':
    case 'AlertCleared':
      return [textIn(data, 'about')]
    case 'RoleChanged':
      return [`${roleWord(data.from)} before, ${roleWord(data.to).toLowerCase()} now`]
    default:
      return []
  }
}

function movementDetails(event: EventJson): (string | null)[] {
  const other = otherAccountOf(event)
  const way = event.type === 'MoneyDeposited' ? 'from' : 'to'
  return [other && `${way} ${other.owner}, ${other.number}`, ...overdrawnDetail(event)]
}

function overdrawnDetail({ data }: EventJson): (string | null)[] {
  return [data.overdrawn === true ? 'more than was available' : null]
}

function limitsDetails(data: EventJson['data']): (string | null)[] {
  const [perMovement, perDay] = [amountIn(data, 'perMovement'), amountIn(data, 'perDay')]
  if (perMovement === null && perDay === null) return ['None']
  return [
    perMovement && `${perMovement} per movement`,
    perDay && `${perDay} per day, ${data.timeZone}`,
  ]
}

/** What a freeze stops, in words. */
export function stoppedWord(scope: unknown): string {
  if (scope === 'debits') return 'No money can go out'
  return scope === 'credits' ? 'No money can come in' : 'No money can move'
}

/** What a second customer may do, in words; null: there is none. */
export function rightsWord(rights: string | null): string {
  if (rights === null) return 'None'
  return rights === 'operate' ? 'may operate the account' : 'may read the account'
}

/** A role as a word; the role itself for one that this program doesn't have. */
export function roleWord(role: unknown): string {
  if (role === 'admin') return 'Administrator'
  const text = String(role)
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}

function textIn(data: EventJson['data'], field: string): string | null {
  const text = data[field]
  return typeof text === 'string' ? text : null
}

function amountIn(data: EventJson['data'], field: string): string | null {
  const amount = textIn(data, field)
  return amount && amountText(amount, String(data.currency))
}
