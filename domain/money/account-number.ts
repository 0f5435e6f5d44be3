/**
 * The number people know an account by: `DB`, two check digits (ISO 7064 MOD 97-10, as in an
 * IBAN) and sixteen digits, for example `DB74 0917 3354 8871 2046`. It follows from the account id
 * alone, so no counter is shared between writers; two of a million accounts meet with a chance of
 * about one in twenty thousand, and the id, not the number, is what commands name.
 */
export function accountNumber(accountId: string): string {
  const digits = (BigInt(`0x${accountId.replaceAll('-', '').slice(-20)}`) % 10n ** 16n)
    .toString()
    .padStart(16, '0')
  return groupNumber(`DB${checkDigits(digits)}${digits}`)
}

/** An account number as `accountNumber` writes it; null if it is none or its check digits are wrong. */
export function readAccountNumber(text: string): string | null {
  const [, check, digits = ''] =
    /^DB(\d{2})(\d{16})$/.exec(text.replaceAll(/\s/g, '').toUpperCase()) ?? []
  return check === checkDigits(digits) ? groupNumber(`DB${check}${digits}`) : null
}

function checkDigits(digits: string): string {
  // D is 13 and B is 11 in ISO 7064; the check digits stand as 00 while they are computed.
  return (98n - (BigInt(`${digits}131100`) % 97n)).toString().padStart(2, '0')
}

/** Writes an account number, or a part of one, in groups of four. */
export function groupNumber(text: string): string {
  return (text.replaceAll(/\s/g, '').match(/.{1,4}/g) ?? []).join(' ')
}
