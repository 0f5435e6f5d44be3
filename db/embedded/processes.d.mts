export function processState(pid: number): 'running' | 'zombie' | 'none'
export function isAlive(pid: number): boolean
export function bornAt(pid: number): string | null
export function isDying(pid: number): boolean
