import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { projectFolder } from '../../../db/tools/programs.mjs'

/** Takes traces by OTLP over HTTP, as JSON. */
export async function openCollector() {
  const bodies = []
  const server = createServer(async (request, response) => {
    const parts = []
    for await (const part of request) parts.push(part)
    bodies.push(Buffer.concat(parts).toString())
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
  })
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    text: () => bodies.join('\n'),
    spans: () =>
      bodies
        .flatMap(body => JSON.parse(body).resourceSpans)
        .flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans)),
    close: () =>
      new Promise(resolve => {
        server.close(resolve)
        server.closeAllConnections()
      }),
  }
}

/** The spans of one trace. */
export function spansUnder(collector, traceId) {
  return collector.spans().filter(span => span.traceId === traceId)
}

/** The names of the bank's own metrics, as its source has them. */
export function ownMetrics() {
  return ['metrics/instruments.ts', 'process/metrics-port.ts'].flatMap(path => {
    const text = readFileSync(join(projectFolder, 'app/_server', path), 'utf8')
    return [...text.matchAll(/'(daybook_\w+)'/g)].map(([, name]) => name)
  })
}
