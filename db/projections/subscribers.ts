import type { Subscriber } from '../feed/subscription'
import { dailyFlows } from './daily-flows'
import { insights } from './insights'

/** Everyone who follows the feed with a checkpoint. */
export const SUBSCRIBERS: readonly Subscriber[] = [dailyFlows, insights]
