// Loaded with --import into the web process. Its server listens before the bank is open, and what
// arrives until then would pass by the front door (app/_server/http/front-door.ts). So it waits here,
// and comes in like any other request when instrumentation.ts opens.
import { channel } from 'node:diagnostics_channel'
import { Server } from 'node:http'

/** More are cut off. */
const HELD_MAX = 10_000

if (process.env.NODE_ENV === 'production') hold()

function hold() {
  const held = []
  const { emit } = Server.prototype
  Server.prototype.emit = function (name, ...values) {
    if (name !== 'request') return Reflect.apply(emit, this, [name, ...values])
    if (held.length < HELD_MAX) held.push([this, ...values])
    else values[0].socket.destroy()
    return true
  }
  globalThis.daybookOpen = () => {
    delete Server.prototype.emit
    delete globalThis.daybookOpen
    // Each in a turn of its own, as requests are, so that none gets the deadline of another.
    for (const [server, request, response] of held.splice(0)) {
      setImmediate(() => {
        const { socket } = request
        channel('http.server.request.start').publish({ request, response, socket, server })
        server.emit('request', request, response)
      })
    }
  }
}
