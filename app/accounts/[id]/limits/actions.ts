'use server'

import { askedAmount } from '@/app/_commands/asked-amount'
import type { CommandFormState } from '@/app/_commands/form-state'
import { submitOn } from '../staff-command'

export type OverdraftField = 'limit'
/** `zone` is what the form calls the command's `timeZone`. */
export type LimitsField = 'perMovement' | 'perDay' | 'zone'

export async function setOverdraftLimit(
  _previous: CommandFormState<OverdraftField>,
  sent: FormData,
): Promise<CommandFormState<OverdraftField>> {
  return submitOn(sent, ['limit'], ({ limit: typed }, currency) => {
    const limit = askedAmount('limit', typed.trim() || '0', currency)
    return 'sentence' in limit ? limit : { type: 'SetOverdraftLimit', limit: limit.amount }
  })
}

/** An empty limit is none. */
export async function setLimits(
  _previous: CommandFormState<LimitsField>,
  sent: FormData,
): Promise<CommandFormState<LimitsField>> {
  return submitOn(sent, ['perMovement', 'perDay', 'zone'], ({ zone, ...typed }, currency) => {
    const perMovement = limitOf('perMovement', typed.perMovement, currency)
    if ('sentence' in perMovement) return perMovement
    const perDay = limitOf('perDay', typed.perDay, currency)
    if ('sentence' in perDay) return perDay
    return {
      type: 'SetLimits',
      perMovement: perMovement.amount,
      perDay: perDay.amount,
      ...(zone.trim() && { timeZone: zone.trim() }),
    }
  })
}

function limitOf(field: LimitsField, typed: string, currency: string) {
  return typed.trim() === '' ? { amount: null } : askedAmount(field, typed, currency)
}
