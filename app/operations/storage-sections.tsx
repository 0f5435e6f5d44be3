import type { SizeJson, SlowJson } from '@/app/_wire/operations'
import { countText, msText, sizeText } from './figures'
import { Section, Table, Unknown } from './section'

/** The database and its largest tables. */
export function SizesSection({ sizes }: { sizes: readonly SizeJson[] | null }) {
  const whole = sizes?.find(({ name }) => name === '')
  return (
    <Section
      id="sizes"
      title="Sizes and growth"
      aside={whole?.growth === null && 'Growth is known an hour after the first start'}
    >
      {sizes === null ? (
        <Unknown />
      ) : (
        <Table caption="Sizes of tables" heads={['Table', 'Rows, about', 'Size', 'Growth a day']}>
          {sizes.map(({ name, rows, bytes, growth }) => (
            <tr key={name} className={name === '' ? 'font-medium' : ''}>
              <th scope="row" className={name === '' ? '' : 'font-mono text-12'}>
                {name === '' ? 'Whole database' : name}
              </th>
              <td className="max-sm:hidden">{rows === null ? '–' : countText(rows)}</td>
              <td>{sizeText(bytes)}</td>
              <td>{growth === null ? '–' : sizeText(growth)}</td>
            </tr>
          ))}
        </Table>
      )}
    </Section>
  )
}

/** The statements that took the most time. */
export function SlowSection({ slow }: { slow: SlowJson | null }) {
  return (
    <Section
      id="slow"
      title="Slow queries"
      aside={
        slow?.source === 'server'
          ? 'From pg_stat_statements'
          : 'Of this process, over 250 ms. Install pg_stat_statements to see all'
      }
    >
      {slow === null ? <Unknown /> : <Statements of={slow} />}
    </Section>
  )
}

function Statements({ of: { statements } }: { of: SlowJson }) {
  if (statements.length === 0) {
    return <p className="border-rule border-y py-4 text-soft">None since the process started.</p>
  }
  return (
    <ol className="border-rule border-t">
      {statements.map(({ text, calls, meanMs, maxMs }) => (
        <li
          key={text}
          className="grid gap-x-6 gap-y-0.5 border-rule border-b py-2 sm:grid-cols-[minmax(0,1fr)_auto]"
        >
          <code className="wrap-anywhere line-clamp-2 font-mono text-12">{text}</code>
          <span className="whitespace-nowrap text-12 text-soft">
            {`${countText(calls)} × ${msText(meanMs)}, ${msText(maxMs)} at most`}
          </span>
        </li>
      ))}
    </ol>
  )
}
