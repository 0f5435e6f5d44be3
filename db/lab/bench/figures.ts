/** One figure; `ratio` compares it with the figure named by `against`, of the same run. */
export type Figure = {
  readonly name: string
  readonly value: number
  readonly unit: string
  readonly ratio?: number
  readonly against?: string
  /** The goal for the ratio, or without one for the value. */
  readonly bar?: Bar
}

/** The minimum or the maximum of a figure. */
export type Bar = { readonly atLeast: number } | { readonly atMost: number }

/** Whether the figure reaches its goal; true without one. */
export function reaches({ value, ratio, bar }: Figure): boolean {
  if (!bar) return true
  const measured = ratio ?? value
  return 'atLeast' in bar ? measured >= bar.atLeast : measured <= bar.atMost
}

/** The figure as a row of a table. */
export function tableLine(figure: Figure): string {
  const { name, value, unit, ratio, against, bar } = figure
  const compared = ratio === undefined ? '' : `${ratio.toFixed(2)} x ${against}`
  const wanted = bar ? ('atLeast' in bar ? `>= ${bar.atLeast}` : `<= ${bar.atMost}`) : ''
  const mark = bar ? (reaches(figure) ? '✓' : '✗') : ''
  return [
    name.padEnd(26),
    numeral(value).padStart(12),
    unit.padEnd(11),
    compared.padEnd(34),
    wanted.padEnd(10),
    mark,
  ]
    .join(' ')
    .trimEnd()
}

function numeral(value: number): string {
  if (value >= 1000) return Math.round(value).toLocaleString('en-US')
  return value.toFixed(value >= 100 ? 0 : 2)
}

/** The figure as a line of JSON: `{ name, value, unit, ratio, against }`. */
export function jsonLine({ name, value, unit, ratio, against }: Figure): string {
  const round = (figure: number) => Number(figure.toPrecision(6))
  return JSON.stringify({
    name,
    value: round(value),
    unit,
    ...(ratio === undefined ? {} : { ratio: round(ratio), against }),
  })
}
