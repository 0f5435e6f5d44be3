/** One field in two states, by its path in the JSON. */
export type FieldChange = {
  /** `balance`, `limits.daily`, `owners.0` */
  readonly path: string
  /** The value as text, or as JSON when it is none; null when the field is absent or null. */
  readonly before: string | null
  readonly after: string | null
  readonly changed: boolean
}

/** Every field of two states of any aggregate, in their own order. */
export function fieldsOf(before: unknown, after: unknown): FieldChange[] {
  const [one, other] = [flat(before), flat(after)]
  const paths = new Set([...one.keys(), ...other.keys()])
  return [...paths].map(path => {
    const [was, is] = [one.get(path), other.get(path)]
    return { path, before: was ?? null, after: is ?? null, changed: was !== is }
  })
}

/** A named field in two states, as it is shown; null where it isn't there. */
export type FieldPair = {
  readonly key: string
  readonly name: string
  readonly before: string | null
  readonly after: string | null
  /** The signed difference of two amounts, with the currency; null: none, or no amount. */
  readonly change?: string | null
}

/** The fields of two states of any aggregate under their stored names. */
export function storedPairs(before: unknown, after: unknown): FieldPair[] {
  return fieldsOf(before, after).map(({ path, before, after }) => ({
    key: path,
    name: path,
    before,
    after,
  }))
}

/** The depth to which a state is split into fields; deeper values are shown as JSON. */
const DEPTH_MAX = 4

function flat(value: unknown, path = '', depth = 0): Map<string, string | null> {
  const isNested = typeof value === 'object' && value !== null && depth < DEPTH_MAX
  const inner = isNested ? Object.entries(value) : []
  if (inner.length === 0) return path === '' ? new Map() : new Map([[path, shownValue(value)]])
  const join = (name: string) => (path === '' ? name : `${path}.${name}`)
  return new Map(inner.flatMap(([name, part]) => [...flat(part, join(name), depth + 1)]))
}

function shownValue(value: unknown): string | null {
  if (value === null) return null
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? 'undefined')
}
