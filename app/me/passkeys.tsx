import { Button } from '@/app/_ui/button'
import { TimeInWords } from '@/app/_ui/time-in-words'
import { UserText } from '@/app/_ui/user-text'
import { dropPasskey, renamePasskey } from './actions'

type Passkey = { readonly id: string; readonly name: string; readonly createdAt: Date }
type PasskeysProps = { passkeys: readonly Passkey[]; zone: string }

/** A person's passkeys, each with its name, and a button to remove it. */
export function Passkeys({ passkeys, zone }: PasskeysProps) {
  if (passkeys.length === 0) return <p className="mb-4 text-faint">You have no passkeys.</p>
  return (
    <ul className="mb-4 border-rule border-t">
      {passkeys.map(({ id, name, createdAt }) => (
        <li
          key={id}
          className="flex flex-wrap items-center gap-x-3 gap-y-2 border-rule border-b py-3"
        >
          <div className="min-w-0 grow">
            <UserText className="block truncate font-medium">{name || 'Passkey'}</UserText>
            <span className="text-12 text-soft">
              {'Added on '}
              <TimeInWords instant={createdAt.toISOString()} zone={zone} />
            </span>
          </div>
          <form action={renamePasskey} className="flex items-center gap-2">
            <input type="hidden" name="id" value={id} />
            <input
              name="name"
              aria-label={`New name for ${name || 'this passkey'}`}
              maxLength={60}
              required
              className="box target w-36"
            />
            <Button type="submit">Rename</Button>
          </form>
          <form action={dropPasskey}>
            <input type="hidden" name="id" value={id} />
            <Button type="submit">Remove</Button>
          </form>
        </li>
      ))}
    </ul>
  )
}
