import { rmSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { join } from 'node:path'

const greeting = 'held'

/** The socket, beside PostgreSQL's own, on which a supervisor lends its database. */
function leasePath(sockets) {
  return join(sockets, 'lease')
}

/**
 * Takes a share in the database that a supervisor keeps running. The share ends with this process,
 * even if it is killed: the kernel closes the connection.
 * @param {string} sockets
 * @returns {Promise<{ close(): Promise<void>, lost: Promise<void> } | null>} null without a
 *   supervisor
 */
export function connectLease(sockets) {
  return new Promise(resolve => {
    const socket = connect(leasePath(sockets))
    const lost = new Promise(done => socket.once('close', () => done()))
    socket.on('error', () => undefined)
    socket.once('close', () => resolve(null))
    socket.on('data', chunk => {
      if (!String(chunk).startsWith(greeting)) return
      resolve({
        lost,
        close() {
          socket.end()
          return lost
        },
      })
    })
  })
}

/**
 * Lends the database: calls `onChange` with the number of shares whenever it changes. A returned
 * share stays open until `release`, so its holder can wait for the end.
 */
export async function lend(sockets, onChange) {
  const held = new Set()
  const given = new Set()
  const server = createServer({ allowHalfOpen: true }, socket => {
    held.add(socket)
    socket.on('error', () => undefined)
    const drop = () => {
      if (held.delete(socket)) onChange(held.size)
    }
    socket.on('end', () => {
      given.add(socket)
      drop()
    })
    socket.on('close', () => {
      given.delete(socket)
      drop()
    })
    socket.resume()
    socket.write(`${greeting}\n`)
    onChange(held.size)
  })
  rmSync(leasePath(sockets), { force: true })
  await new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(leasePath(sockets), resolve)
  })
  return {
    /** Confirms returned shares: the database runs on for others. */
    release() {
      for (const socket of given) socket.end()
    },
    stop() {
      server.close()
    },
  }
}
