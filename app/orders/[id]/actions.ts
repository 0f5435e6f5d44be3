'use server'

import type { StepState } from '@/app/_commands/form-state'
import { submitStep } from '@/app/_commands/submit-step'
import { orderPath } from '@/app/_wire/stream-path'

/** Submits, approves, rejects, pauses, resumes or cancels an order. */
export async function moveOrder(_previous: StepState, sent: FormData): Promise<StepState> {
  return submitStep(sent, 'orderId', orderPath)
}
