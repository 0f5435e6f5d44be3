import { Button } from '@/app/_ui/button'
import { roleWord } from '@/app/_ui/event-words'
import { Time } from '@/app/_ui/time'
import { UserText } from '@/app/_ui/user-text'
import type { TokenJson } from '@/app/_wire/tokens'
import { endToken } from './actions'

type TokenListProps = { tokens: readonly TokenJson[]; zone: string; now: string }

/** Each token with what it is good for, its last use, and the way to revoke it. */
export function TokenList({ tokens, zone, now }: TokenListProps) {
  return (
    <ul className="border-rule border-t">
      {tokens.map(token => (
        <li
          key={token.id}
          className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2 border-rule border-b py-3"
        >
          <TokenFacts token={token} zone={zone} now={now} />
          {isGood(token, now) && (
            <form action={endToken}>
              <input type="hidden" name="id" value={token.id} />
              <Button type="submit" aria-label={`Revoke ${token.name} …${token.ending}`}>
                Revoke
              </Button>
            </form>
          )}
        </li>
      ))}
    </ul>
  )
}

function isGood({ revokedAt, expiresAt }: TokenJson, now: string): boolean {
  return revokedAt === null && expiresAt > now
}

function TokenFacts({ token, zone, now }: { token: TokenJson } & Omit<TokenListProps, 'tokens'>) {
  const { name, ending, role, scopes, accountIds, createdBy, createdAt, lastUsedAt } = token
  return (
    <div className="min-w-0 flex-1">
      <p className="break-words">
        <UserText className="font-medium">{name}</UserText>{' '}
        <span className="font-mono text-12 text-faint">{`daybook_…${ending}`}</span>
      </p>
      <p className="text-12 text-soft">
        {`${roleWord(role)} · ${scopes.join(', ')}`}
        {accountIds &&
          ` · ${accountIds.length} ${accountIds.length === 1 ? 'account' : 'accounts'}`}
      </p>
      <p className="text-12 text-soft">
        Made <Time instant={createdAt} zone={zone} /> by <UserText>{createdBy.name}</UserText>
        {' · '}
        {lastUsedAt ? (
          <>
            last used <Time instant={lastUsedAt} zone={zone} />
          </>
        ) : (
          'never used'
        )}
        {' · '}
        <End token={token} zone={zone} now={now} />
      </p>
    </div>
  )
}

function End({ token, zone, now }: { token: TokenJson } & Omit<TokenListProps, 'tokens'>) {
  const { revokedAt, expiresAt } = token
  const word = revokedAt ? 'revoked' : expiresAt > now ? 'expires' : 'expired'
  return (
    <span className={word === 'expires' ? '' : 'font-medium text-ink'}>
      {word} <Time instant={revokedAt ?? expiresAt} zone={zone} />
    </span>
  )
}
