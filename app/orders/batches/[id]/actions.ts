'use server'

import type { StepState } from '@/app/_commands/form-state'
import { submitStep } from '@/app/_commands/submit-step'
import { batchPath } from '@/app/_orders/batch-words'

/** Approves, rejects or withdraws a batch. */
export async function decideBatch(_previous: StepState, sent: FormData): Promise<StepState> {
  return submitStep(sent, 'batchId', batchPath)
}
