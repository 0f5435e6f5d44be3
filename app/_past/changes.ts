/** One field in two states, by its path in the JSON. */
export type FieldChange = {
  /** `balance`, `limits.daily`, `owners.0` */
  readonly path: string
  /** The value as JSON; null when the field is absent. */
  readonly before: string | null
  readonly after: string | null
  readonly changed: boolean
}

/** Every field of two states of any aggregate, in their own order. */
export function fieldsOf(before: unknown, after: unknown): FieldChange[] {
  const [one, other] = [flat(before), flat(after)]
  const paths = new Set([...one.keys(), ...other.keys()])
  return [...paths].map(path => {
    const [was, is] = [one.get(path) ?? null, other.get(path) ?? null]
    return { path, before: was, after: is, changed: was !== is }
  })
}

/** The depth to which a state is split into fields; deeper values are shown as JSON. */
const DEPTH_MAX = 4

function flat(value: unknown, path = '', depth = 0): Map<string, string> {
  const isNested = typeof value === 'object' && value !== null && depth < DEPTH_MAX
  const inner = isNested ? Object.entries(value) : []
  if (inner.length === 0) return path === '' ? new Map() : new Map([[path, shownValue(value)]])
  const join = (name: string) => (path === '' ? name : `${path}.${name}`)
  return new Map(inner.flatMap(([name, part]) => [...flat(part, join(name), depth + 1)]))
}

function shownValue(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? 'undefined')
}
