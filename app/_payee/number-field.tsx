import { useEffect, useRef, useState } from 'react'
import { TextField } from '@/app/_ui/field'
import { UserText } from '@/app/_ui/user-text'
import { type FoundPayee, usePayee } from './use-payee'

type NumberFieldProps = {
  id: string
  currency: string
  defaultValue: string
  error: string | null
}

/** The payee's account number, checked while it is typed. */
export function NumberField({ id, currency, defaultValue, error }: NumberFieldProps) {
  const input = useRef<HTMLInputElement>(null)
  const [typed, setTyped] = useState(defaultValue)
  // Includes what was typed before the scripts loaded.
  useEffect(() => setTyped(input.current?.value ?? ''), [])
  const found = usePayee(typed, currency)
  const isChanged = typed !== defaultValue
  return (
    <TextField
      ref={input}
      id={id}
      name="number"
      label="To account number"
      placeholder="DB00 0000 0000 0000 0000"
      className="font-mono"
      maxLength={60}
      autoComplete="off"
      spellCheck={false}
      defaultValue={defaultValue}
      onInput={event => setTyped(event.currentTarget.value)}
      error={(isChanged ? null : error) ?? (found.found === 'none' ? found.sentence : null)}
      hint={<Hint {...found} />}
    />
  )
}

function Hint(found: FoundPayee) {
  switch (found.found) {
    case 'one':
      return (
        <>
          Account of{' '}
          <span className="font-medium text-ink">
            <UserText>{found.payee.owner}</UserText>
          </span>
        </>
      )
    case 'looking':
      return 'Looking up the name…'
    case 'unreachable':
      return 'The name can’t be looked up now. The review shows it.'
    default:
      return 'DB and 18 digits'
  }
}
