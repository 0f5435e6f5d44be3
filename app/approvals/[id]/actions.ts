'use server'

import type { StepState } from '@/app/_commands/form-state'
import { submitStep } from '@/app/_commands/submit-step'
import { approvalPath } from '@/app/_wire/stream-path'

/** Approves, rejects or withdraws a request. */
export async function decideRequest(_previous: StepState, sent: FormData): Promise<StepState> {
  return submitStep(sent, 'approvalId', approvalPath)
}
