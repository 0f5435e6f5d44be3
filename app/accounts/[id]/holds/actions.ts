'use server'

import { askedAmount } from '@/app/_commands/asked-amount'
import type { CommandFormState, Reviewed } from '@/app/_commands/form-state'
import { textOf } from '@/app/_commands/form-text'
import { inSteps } from '@/app/_commands/review-steps'
import { getAccount } from '@/app/_server/accounts/accounts'
import { takeForm } from '@/app/_server/http/form-answers'
import { largeAmounts } from '@/app/_server/process/settings'
import { momentSentenceWithOffsets } from '@/app/_time/moment-words'
import { readAnyMoment } from '@/app/_time/wall-clock'
import { isLarge } from '@/domain/money/large-amounts'
import { isMore } from '@/domain/money/money'
import { readAmount, typedAmount } from '@/domain/money/read-amount'
import { submitOn } from '../staff-command'

/** The fields of the form that places a hold. */
export type HoldField = 'amount' | 'note' | 'date' | 'time' | 'zone'
/** The fields of the form that ends one: `what` is the button that was pressed. */
export type SettleField = 'holdId' | 'amount' | 'what'
/** A decimal text. */
export type CaptureReview = { amount: string }
export type SettleState = Reviewed<SettleField, CaptureReview>

export async function placeHold(
  _previous: CommandFormState<HoldField>,
  sent: FormData,
): Promise<CommandFormState<HoldField>> {
  return submitOn(sent, ['amount', 'note', 'date', 'time', 'zone'], (values, currency) => {
    const { note, date, time, zone } = values
    const asked = askedAmount('amount', values.amount, currency)
    if ('sentence' in asked) return asked
    const read = readAnyMoment({ date, time, zone })
    if (!read.ok) {
      return {
        field: read.fault.field,
        sentence: momentSentenceWithOffsets(read.fault, 'optional'),
      }
    }
    const hold = { type: 'PlaceHold', ...asked, expiresAt: read.instant } as const
    return note.trim() ? { ...hold, note } : hold
  })
}

const SETTLE_FIELDS: readonly SettleField[] = ['holdId', 'amount', 'what']

/** Captures a hold, whole or in part, or releases it. A large capture is reviewed before. */
export async function settleHold(_previous: SettleState, sent: FormData): Promise<SettleState> {
  const form = takeForm(sent)
  return inSteps(form, SETTLE_FIELDS, {
    async review(viewer, { holdId, amount, what }) {
      const account = await getAccount(viewer, textOf(form, 'accountId'))
      const hold = account?.holds.find(one => one.holdId === holdId)
      // What can't be captured is refused by the command.
      if (!account || !hold || what === 'release') return null
      const part = amount.trim() || typedAmount(hold.amount, account.currency)
      const read = readAmount(part, account.currency)
      if (!read.ok || isMore(read.decimal, hold.amount)) return null
      const isBig = isLarge(read.minor, account.currency, largeAmounts())
      return isBig ? { review: { amount: read.decimal } } : null
    },
    send: () =>
      submitOn(form, SETTLE_FIELDS, ({ holdId, amount, what }, currency) => {
        if (what === 'release') return { type: 'ReleaseHold', holdId }
        if (amount.trim() === '') return { type: 'CaptureHold', holdId }
        const part = askedAmount('amount', amount, currency)
        return 'sentence' in part ? part : { type: 'CaptureHold', holdId, ...part }
      }),
  })
}
