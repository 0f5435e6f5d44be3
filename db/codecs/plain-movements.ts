import {
  type MoneyDeposited,
  type MoneyWithdrawn,
  NOTE_LENGTH_MAX,
} from '@/domain/bank-account/bank-account'
import { AMOUNT_LENGTH_MAX, formatAmount, isCurrency, parseAmount } from '@/domain/money/money'

/**
 * The codec of movements in `stored-events.ts` once more, by hand, for what nearly every event is: a
 * log is read and written several times as fast. What it takes comes out as the codec gives it;
 * what it doesn't take is for the codec to judge, and gives null here.
 */
export function decodePlain(type: Movement['type'], data: unknown): Movement | null {
  if (typeof data !== 'object' || data === null) return null
  const { amount, balance, currency, note } = data as Readonly<Record<string, unknown>>
  if (typeof amount !== 'string' || typeof balance !== 'string') return null
  if (typeof currency !== 'string' || !isCurrency(currency) || !isNote(note)) return null
  const moved = parseAmount(amount, currency)
  const led = parseAmount(balance, currency)
  if (!moved.ok || !led.ok || moved.minor <= 0n) return null
  return { type, amount: moved.minor, balance: led.minor, currency, note }
}

/** The way back. A caller may not have kept to the type: that too is for the codec. */
export function encodePlain(event: Readonly<Record<keyof Movement, unknown>>) {
  const { amount, balance, currency, note } = event
  if (typeof amount !== 'bigint' || typeof balance !== 'bigint' || amount <= 0n) return null
  if (typeof currency !== 'string' || !isCurrency(currency) || !isNote(note)) return null
  const moved = formatAmount(amount, currency)
  const led = formatAmount(balance, currency)
  if (moved.length > AMOUNT_LENGTH_MAX || led.length > AMOUNT_LENGTH_MAX) return null
  return { amount: moved, balance: led, currency, note }
}

type Movement = MoneyDeposited | MoneyWithdrawn

function isNote(note: unknown): note is string | null {
  return note === null || (typeof note === 'string' && note.length <= NOTE_LENGTH_MAX)
}
