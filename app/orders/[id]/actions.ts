'use server'

import type { StepState } from '@/app/_commands/form-state'
import { orderPath } from '@/app/_wire/stream-path'
import { submitStep } from '../submit-step'

/** Submits, approves, rejects, pauses, resumes or cancels an order. */
export async function moveOrder(_previous: StepState, sent: FormData): Promise<StepState> {
  return submitStep(sent, 'orderId', orderPath)
}
