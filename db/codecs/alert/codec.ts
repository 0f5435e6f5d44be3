import { z } from 'zod'
import type { Alert } from '@/domain/alert/alert'
import type { AlertEvent } from '@/domain/alert/events'
import type { Codec, EventCodec } from '../codec'

const person = z.object({ id: z.string().min(1).max(64), name: z.string() })
const instant = z.iso.datetime()
const measured = {
  value: z.string().min(1).max(40),
  threshold: z.string().min(1).max(40),
  about: z.string().max(400).nullable(),
}
const raised = {
  rule: z.string().min(1).max(64),
  severity: z.enum(['warning', 'critical']),
  since: instant,
  ...measured,
}

const first = (schema: EventCodec['schema']): EventCodec => ({ schemaVersion: 1, schema })

const state = z.object({
  status: z.enum(['raised', 'cleared']),
  ...raised,
  acknowledgedBy: person.nullable(),
  until: instant.nullable(),
})

export const alertCodec: Codec<Alert, AlertEvent> = {
  events: {
    AlertRaised: first(z.object(raised)),
    AlertAcknowledged: first(z.object({ by: person })),
    AlertCleared: first(z.object({ until: instant, ...measured })),
  },
  shape: 30,
  encodeState: alert => ({ ...alert }),
  decodeState(json) {
    const parsed = state.safeParse(json)
    return parsed.success ? { state: parsed.data } : null
  },
  bearsOut: alert => alert.status !== 'none',
}
