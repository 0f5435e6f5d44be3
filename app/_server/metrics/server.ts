import 'server-only'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { MetricsSettings } from './metrics-settings.mjs'

export type MetricsServer = { readonly server: Server; close(): Promise<void> }

/** A collector that hangs must not keep the process from ending, nor hold sockets for ever. */
const REQUEST_MS = 10_000
const CONNECTIONS_MAX = 20

/**
 * Serves the metrics on a port of their own, which has nothing else.
 * @param onServer sees the server before it listens
 * @throws when the port is taken, or the address is none of this machine
 */
export async function serveMetrics(
  { port, host }: MetricsSettings,
  write: () => Promise<{ readonly type: string; readonly text: string }>,
  onServer: (server: Server) => void,
): Promise<MetricsServer> {
  const server = createServer((request, response) => void answer(request, response, write))
  onServer(server)
  server.requestTimeout = REQUEST_MS
  server.headersTimeout = REQUEST_MS
  server.maxConnections = CONNECTIONS_MAX
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen({ port, host, exclusive: true }, () => {
      server.off('error', reject)
      resolve()
    })
  })
  return {
    server,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  write: () => Promise<{ readonly type: string; readonly text: string }>,
): Promise<void> {
  const [path] = (request.url ?? '').split('?', 1)
  if (path !== '/metrics') return end(response, 404, 'Metrics are at /metrics.\n')
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('allow', 'GET, HEAD')
    return end(response, 405, 'Use GET.\n')
  }
  try {
    const { type, text } = await write()
    end(response, 200, text, type)
  } catch {
    end(response, 500, 'The metrics could not be collected.\n')
  }
}

function end(response: ServerResponse, status: number, text: string, type = 'text/plain'): void {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' })
  response.end(text)
}
