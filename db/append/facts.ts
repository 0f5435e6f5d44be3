import { bankAccount } from '@/domain/bank-account/bank-account'
import type { Ask } from '@/domain/bank-account/facts'
import type { StreamRef } from '@/domain/event-sourcing/operation'
import type { CommandEnvelope, Stream } from '@/domain/event-sourcing/ports'
import { registry } from '../codecs/registry'
import type { Sql } from '../connection'
import { readAccountFacts } from './account-facts'

/** Reads the facts that commands on streams of one type ask for, at the stream's version. */
type FactLoader = (sql: Sql, stream: Stream, ask: never) => Promise<unknown>

/** By aggregate type; a type has one if its definition has `asks`. */
const LOADERS: Readonly<Record<string, FactLoader>> = {
  [bankAccount.type]: (sql, stream, ask: Ask) => readAccountFacts(sql, stream, ask),
}

/**
 * The facts for the first command on each stream; later commands wait for it, since it changes the
 * state that they are decided on.
 * @param refs the streams of each command
 */
export async function loadFacts(
  sql: Sql,
  refs: ReadonlyMap<CommandEnvelope, readonly StreamRef[]>,
  streams: ReadonlyMap<string, Stream>,
): Promise<Map<CommandEnvelope, readonly unknown[]>> {
  const asked = new Set<string>()
  const loading: Promise<readonly [CommandEnvelope, readonly unknown[]]>[] = []
  for (const [envelope, its] of refs) {
    const operation = registry.operationOf(envelope.stream, envelope.command)
    const wanted = its.map(ref => ({ ref, ask: operation.asks?.(envelope.command, ref) ?? null }))
    const asking = wanted.filter(({ ask }) => ask !== null)
    if (asking.length === 0 || asking.some(({ ref }) => asked.has(ref.id))) continue
    for (const { ref } of asking) asked.add(ref.id)
    const facts = wanted.map(({ ref, ask }) => factOf(sql, ref, ask, streams.get(ref.id)))
    loading.push(Promise.all(facts).then(loaded => [envelope, loaded] as const))
  }
  return new Map(await Promise.all(loading))
}

async function factOf(
  sql: Sql,
  { type }: StreamRef,
  ask: unknown,
  stream: Stream | undefined,
): Promise<unknown> {
  if (ask === null || !stream || stream.version === 0 || stream.type !== type) return null
  const load = LOADERS[type]
  if (!load) throw new Error(`No facts are loaded for streams of type ${type}`)
  return load(sql, stream, ask as never) // what `asks` of the type gave
}
