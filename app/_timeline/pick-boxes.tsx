'use client'

import { useQuery } from '@tanstack/react-query'
import { useDeferredValue, useId, useState } from 'react'
import { accountChoicesQuery } from '@/app/_queries/timeline'
import type { FilterChoices } from '@/app/_wire/filter-choices'
import { BOX, type ControlProps } from './filter-fields'

/** A person by name or user id; the browser suggests those that the bank knows. */
export function PersonBox({ people, ...field }: ControlProps & Pick<FilterChoices, 'people'>) {
  const list = useId()
  return (
    <>
      <input {...field} list={list} placeholder="Name or user ID" className={BOX} />
      <datalist id={list}>
        {people.map(({ name, role }) => (
          <option key={`${name} ${role}`} value={name} label={role} />
        ))}
      </datalist>
    </>
  )
}

/** An account by its number: the newest are suggested, and what matches the owner's name typed. */
export function AccountBox({ accounts, ...field }: ControlProps & Pick<FilterChoices, 'accounts'>) {
  const list = useId()
  const [typed, type] = useState('')
  const sought = useDeferredValue(typed.trim())
  const { data } = useQuery(accountChoicesQuery(sought))
  const found = data?.items ?? []
  const known = new Set(found.map(({ number }) => number))
  const offered = [...found, ...accounts.filter(({ number }) => !known.has(number))]
  return (
    <>
      <input
        {...field}
        list={list}
        onChange={event => type(event.currentTarget.value)}
        placeholder="Number or owner"
        spellCheck={false}
        className={BOX}
      />
      <datalist id={list}>
        {offered.map(({ number, owner }) => (
          <option key={number} value={number} label={owner} />
        ))}
      </datalist>
    </>
  )
}
