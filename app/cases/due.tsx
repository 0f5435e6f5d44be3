type DueProps = { due: string; today: string; isOpen: boolean }

/** By when a case file should be done; marked when that has passed. */
export function Due({ due, today, isOpen }: DueProps) {
  const isLate = isOpen && due < today
  return (
    <span className={isLate ? 'font-medium text-red-ink' : ''}>
      {isLate ? 'Overdue since ' : 'Due '}
      <time dateTime={due}>{due}</time>
    </span>
  )
}
