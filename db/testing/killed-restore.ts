// node --import tsx db/testing/killed-restore.ts URL FOLDER UNTIL PHASE: a restore that kills itself
// when it comes to a phase, as `onProgress` names it.
import { restoreBackup } from '../backup/restore'

const [url = '', folder = '', until = '', phase = ''] = process.argv.slice(2)

await restoreBackup({
  ...{ url, folder, until: until === '' ? null : new Date(until) },
  onProgress: what => {
    if (what === phase) process.kill(process.pid, 'SIGKILL')
  },
})
