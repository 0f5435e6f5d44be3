import 'server-only'
import type { Span } from '@opentelemetry/api'
import type { CommandEnvelope, Ports } from '@/domain/event-sourcing/ports'
import { epochMs, type Tracing, tracing } from './tracing'

/** A command that is being traced. */
type Traced = { readonly span: Span; readonly arrivedMs: number; isReceived: boolean }

/** The commands of a batch whose steps get spans of their own; a full batch would make thousands. */
const STEPS_MAX = 10

declare global {
  var daybookTraced: WeakMap<CommandEnvelope, Traced> | undefined
}

function traced(): WeakMap<CommandEnvelope, Traced> {
  globalThis.daybookTraced ??= new WeakMap()
  return globalThis.daybookTraced
}

/** Begins the span of a command; the steps are below it. Returns how to end it; null: not traced. */
export function traceCommand(envelope: CommandEnvelope): ((outcome: string) => void) | null {
  const its = tracing()
  if (!its) return null
  const { commandId, command, stream, actor, correlationId } = envelope
  const span = its.tracer.startSpan(`command ${command.type}`, {
    attributes: {
      'daybook.command.id': commandId,
      'daybook.command.type': command.type,
      'daybook.aggregate.type': stream.type,
      'daybook.stream.id': stream.id,
      'daybook.actor.id': actor.id,
      ...(correlationId === null ? {} : { 'daybook.correlation.id': correlationId }),
    },
  })
  if (span.isRecording()) {
    traced().set(envelope, { span, arrivedMs: epochMs(), isReceived: false })
  }
  return outcome => {
    span.setAttribute('daybook.outcome', outcome)
    span.end()
  }
}

/**
 * Runs a batch with ports that make a span of each of the six steps, below the span of each traced
 * command. Loading and saving are the same for all of them: their queries are below the first one's.
 */
export function traceBatch<Result>(
  commands: readonly CommandEnvelope[],
  ports: Ports,
  run: (ports: Ports) => Promise<Result>,
): Promise<Result> {
  const its = tracing()
  if (!its) return run(ports)
  const { api } = its
  const known = commands.flatMap(command => traced().get(command) ?? []).slice(0, STEPS_MAX)
  // The batch belongs to no request: it was begun in the context of whichever woke the queue.
  if (known.length === 0) return api.context.with(api.ROOT_CONTEXT, () => run(ports))
  const begunMs = epochMs()
  for (const one of known) {
    if (!one.isReceived) addStep(its, one, 'receive', one.arrivedMs, begunMs)
    one.isReceived = true
  }
  return api.context.with(api.ROOT_CONTEXT, () => run(tracedPorts(its, known, ports)))
}

function tracedPorts(its: Tracing, known: readonly Traced[], ports: Ports): Ports {
  return {
    ...ports,
    load: (commands, attemptOf) =>
      inStep(its, known, 'load', () => ports.load(commands, attemptOf)),
    save: units => inStep(its, known, 'save', () => ports.save(units)),
    publish() {
      const fromMs = epochMs()
      ports.publish()
      for (const one of known) addStep(its, one, 'publish', fromMs, epochMs())
    },
    watch: watchOf(its),
  }
}

/** Executing a command and generating its events, which belong to it alone. */
function watchOf(its: Tracing): Ports['watch'] {
  let fromMs = 0
  const step = (command: CommandEnvelope, name: string) => {
    const one = traced().get(command)
    const nowMs = epochMs()
    if (one?.isReceived) addStep(its, one, name, fromMs, nowMs)
    fromMs = nowMs
  }
  return {
    executing() {
      fromMs = epochMs()
    },
    executed: command => step(command, 'execute'),
    generated: command => step(command, 'generate'),
  }
}

/** Does a step of a whole batch, with a span for each command; the queries see the first one's. */
async function inStep<Result>(
  its: Tracing,
  [first, ...others]: readonly Traced[],
  name: string,
  work: () => Promise<Result>,
): Promise<Result> {
  if (!first) return work()
  const { api, tracer } = its
  const fromMs = epochMs()
  const below = api.trace.setSpan(api.ROOT_CONTEXT, first.span)
  const span = tracer.startSpan(name, { startTime: fromMs }, below)
  try {
    return await api.context.with(api.trace.setSpan(below, span), work)
  } catch (error) {
    span.setStatus({ code: api.SpanStatusCode.ERROR })
    throw error
  } finally {
    const toMs = epochMs()
    span.end(toMs)
    const links = [{ context: span.spanContext() }]
    for (const one of others) addStep(its, one, name, fromMs, toMs, links)
  }
}

function addStep(
  { api, tracer }: Tracing,
  { span }: Traced,
  name: string,
  fromMs: number,
  toMs: number,
  links: { context: ReturnType<Span['spanContext']> }[] = [],
): void {
  const below = api.trace.setSpan(api.ROOT_CONTEXT, span)
  tracer.startSpan(name, { startTime: fromMs, links }, below).end(toMs)
}
