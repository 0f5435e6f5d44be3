import 'server-only'
import { totalmem } from 'node:os'
import { diskNow } from '@/app/_server/health/disk'
import { bank } from '@/app/_server/process/bank'
import { logFailure } from '@/app/_server/process/log'
import { sharedReading } from '@/app/_server/process/shared-reading'
import type { CapacityJson, DueJson } from '@/app/_wire/capacity'
import { ARCHIVE_AFTER_DAYS, retentionDays } from '@/db/append/retention'
import { type Forecast, forecast } from '@/db/capacity/forecast'
import type { Due } from '@/db/capacity/rate'
import { readFigures } from '@/db/capacity/read-figures'

/** Some thousand index seeks: however many look, a process does them once in this time. */
const FRESH_MS = 600_000

const capacity = sharedReading('capacity', FRESH_MS, () =>
  // A failure is kept as long as an answer, so that a bank in trouble isn't asked at every look.
  readCapacity().catch((error: unknown) => {
    logFailure('Reading the capacity failed; it is tried again in ten minutes', error)
    return null
  }),
)

/** When disk and memory are used up, as of some minutes ago at most; null if it can't be told. */
export function capacityNow(): Promise<CapacityJson | null> {
  return capacity.now()
}

async function readCapacity(): Promise<CapacityJson> {
  const disk = await diskNow()
  const machine = {
    diskFreeBytes: disk?.freeBytes ?? null,
    // Where the disk is known, the database is on this machine.
    memoryBytes: disk && totalmem(),
  }
  const days = retentionDays()?.days ?? ARCHIVE_AFTER_DAYS
  const archiveAfterDays = Number.isFinite(days) ? days : ARCHIVE_AFTER_DAYS
  return capacityJson(forecast(await readFigures(bank().upkeep, machine, { archiveAfterDays })))
}

function capacityJson(found: Forecast): CapacityJson {
  const { at, events, bytesPerEvent, kinds, rate, disk, memory, archive, steps } = found
  return {
    ...{ at: at.toISOString(), events, bytesPerEvent, kinds, rate, archive },
    disk: { freeBytes: disk.freeBytes, bytesPerDay: disk.bytesPerDay, due: dueJson(disk) },
    memory: {
      ...{ bytes: memory.bytes, workingSetBytes: memory.workingSetBytes },
      due: dueJson(memory),
    },
    steps: steps.map(({ when, ...step }) => ({ ...step, when: when?.toISOString() ?? null })),
  }
}

function dueJson({ steady, growing }: Due): DueJson {
  return {
    steady: steady?.toISOString() ?? null,
    growing: growing?.toISOString() ?? null,
  }
}
