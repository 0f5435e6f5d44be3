/** Whether a decimal text (`isDecimal`) is zero, with or without places. */
export function isZero(decimal: string): boolean {
  return !/[1-9]/.test(decimal)
}

/** A decimal text in minor units: all amounts of a currency have the same places. */
export function minorOf(decimal: string): bigint {
  return BigInt(decimal.replace('.', ''))
}

/** Groups the digits of a decimal text for people: `1234567.50` becomes `1,234,567.50`. */
export function groupAmount(decimal: string): string {
  const [whole = '', fraction] = decimal.split('.')
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',')
  return fraction === undefined ? grouped : `${grouped}.${fraction}`
}
