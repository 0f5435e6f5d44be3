// A bank of its own for a browser story that takes its database away (e2e/own-bank.ts). It is told
// what to do by messages, each answered when it is done: the first answer has its address.
import { join } from 'node:path'
import { findFreePort, openTempFolder, startBank } from '../checks/server.mjs'
import { openOwner } from './owner.mjs'

const temp = await openTempFolder()
const env = JSON.parse(process.argv[2] ?? '{}')
const place = { data: join(temp.folder, 'bank'), port: await findFreePort(), env }
let bank = await startBank(place)
const owner = await openOwner(place.data)

const deeds = {
  /** The bank's login is refused, and its connections are gone. */
  async lose() {
    await owner.sql`alter role daybook_app nologin`
    await owner.sql`
      select pg_terminate_backend(pid) from pg_stat_activity where usename = 'daybook_app'`
  },
  async giveBack() {
    await owner.sql`alter role daybook_app login`
  },
  /** As if another database, restored from a backup, had taken the place of this one. */
  async restore() {
    await owner.sql`
      insert into epochs (id, number, began_at, ready_at) values ('2-12345678', 2, now(), now())`
  },
  async restart() {
    await bank.stop()
    bank = await startBank(place)
  },
  async end() {
    await owner.close()
    await bank.stop()
    await temp.remove()
  },
}

process.on('message', async name => {
  await deeds[name]()
  process.send({ done: name })
  if (name === 'end') process.disconnect()
})
process.on('disconnect', () => process.exit())
process.send({ done: bank.baseUrl })
