import 'server-only'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

export type Instruments = ReturnType<typeof createInstruments>

/** Upper bounds in seconds: a lone command takes one or two milliseconds, the deadline is ten seconds. */
const SECONDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
const COMMANDS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000]

/**
 * What this process counts. Names follow the conventions of Prometheus: base units, `_total` for
 * counters; no label has an id or a text that somebody typed.
 */
export function createInstruments() {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  const seconds = <Label extends string = never>(
    name: string,
    help: string,
    labelNames: Label[] = [],
  ) => new Histogram({ name, help, buckets: SECONDS, labelNames, registers })
  const counter = <Label extends string = never>(
    name: string,
    help: string,
    labelNames: Label[] = [],
  ) => new Counter({ name, help, labelNames, registers })
  return {
    registry,
    commands: counter('daybook_commands_total', 'Commands by how they were answered.', ['outcome']),
    commandSeconds: seconds(
      'daybook_command_duration_seconds',
      'From the arrival of a command in the queue to its answer.',
    ),
    refusals: counter(
      'daybook_backpressure_refusals_total',
      'Commands refused at once, because the queue was full or they would have waited too long.',
    ),
    conflicts: counter(
      'daybook_command_conflicts_total',
      'Commands that lost a race with another process, and were decided again.',
    ),
    batchCommands: new Histogram({
      name: 'daybook_batch_commands',
      help: 'Commands in one batch, which is one transaction.',
      buckets: COMMANDS,
      registers,
    }),
    loadSeconds: seconds('daybook_load_duration_seconds', 'Loading the aggregates of a batch.'),
    appendSeconds: seconds(
      'daybook_append_duration_seconds',
      'Saving a batch: encoding its events, and the transaction.',
    ),
    commitSeconds: seconds(
      'daybook_commit_duration_seconds',
      'The transaction of a batch, from sending it to its commit.',
    ),
    asOfSeconds: seconds(
      'daybook_as_of_duration_seconds',
      'The state of a stream at a moment on either clock.',
    ),
    readSeconds: seconds('daybook_read_duration_seconds', 'Other reads of the log, by kind.', [
      'kind',
    ]),
    requests: counter('daybook_http_requests_total', 'Answered requests.', [
      'method',
      'route',
      'status',
    ]),
    requestSeconds: seconds(
      'daybook_http_request_duration_seconds',
      'From the arrival of a request to the end of its answer, live streams included.',
      ['route'],
    ),
  }
}

/** A gauge, or a counter kept elsewhere, that is read when it is asked for. */
export type Reading = {
  readonly name: string
  readonly help: string
  readonly labels?: readonly string[]
  /** The values now, each with the values of the labels. */
  readonly read: () => Iterable<readonly [labels: Readonly<Record<string, string>>, value: number]>
}

/** Registers what is read at each scrape. Its counters must never go back. */
export function registerReadings(registry: Registry, readings: readonly Reading[]): void {
  for (const { name, help, labels = [], read } of readings) {
    const common = { name, help, labelNames: [...labels], registers: [registry] }
    if (name.endsWith('_total')) {
      new Counter({
        ...common,
        collect() {
          this.reset()
          for (const [its, value] of read()) this.inc(its, value)
        },
      })
    } else {
      new Gauge({
        ...common,
        collect() {
          this.reset()
          // Without labels, the reset is a value too: zero would be told for what isn't known.
          if (labels.length === 0) this.remove()
          for (const [its, value] of read()) this.set(its, value)
        },
      })
    }
  }
}
