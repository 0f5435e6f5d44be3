// Loaded into the servers of a drill: on SIGUSR2 they collect their garbage. V8 gives memory back
// only when it has to, so what a server holds says nothing of what it still needs.
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc')
process.on('SIGUSR2', () => collect())
