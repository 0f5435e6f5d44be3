import { Amount } from '@/app/_ui/amount'
import { CopyButton } from '@/app/_ui/copy-button'
import { Time } from '@/app/_ui/time'
import { UserText } from '@/app/_ui/user-text'
import type { AttemptDetailJson } from '@/app/_wire/attempt-detail'
import { attemptPath, isAccount, streamOf, streamPath } from '@/app/_wire/stream-path'
import { timelinePath } from '@/app/_wire/timeline'
import { accountNumber } from '@/domain/money/account-number'
import { isDecimal } from '@/domain/money/money'
import { FACTS, Fact, FactLink, Id, Json } from './fact'
import { refusedWord } from './timeline-line'

type AttemptFactsProps = {
  detail: AttemptDetailJson
  zone: string
  /** Shows the account that it was about. */
  accounts?: boolean
}

/** A refused command: what was requested, why it was refused, by whom and when. */
export function AttemptFacts({ detail, zone, accounts = false }: AttemptFactsProps) {
  const { refusal, title, command } = detail
  const { amount, currency, note, actor, commandId } = refusal
  const of = streamOf(refusal)
  return (
    <>
      <p className="font-medium text-20">{refusedWord(refusal.command)}</p>
      <p className="mt-1 break-words text-red-ink">{refusal.sentence}</p>
      <dl className={FACTS}>
        {accounts && (
          <Fact name={isAccount(of) ? 'Account' : of.type}>
            {title === null ? (
              'Not opened'
            ) : (
              <FactLink href={streamPath(of)}>
                <UserText>{title}</UserText>
              </FactLink>
            )}{' '}
            <span className="font-mono">{isAccount(of) ? accountNumber(of.id) : of.id}</span>
          </Fact>
        )}
        {amount !== null && (
          <Fact name="Requested">
            {isDecimal(amount) ? (
              <Amount value={amount} {...(currency !== null && { currency })} />
            ) : (
              <UserText>{amount}</UserText>
            )}
          </Fact>
        )}
        {note && (
          <Fact name="Note">
            <UserText>{note}</UserText>
          </Fact>
        )}
        <Fact name="Refused on">
          <Time instant={refusal.at} zone={zone} exact />
        </Fact>
        <Fact name="By">
          <UserText>{actor.name}</UserText>
          {`, ${actor.role}`}{' '}
          <FactLink
            href={timelinePath(title === null ? null : of, { by: actor.id, refused: 'also', zone })}
          >
            Show only this person
          </FactLink>
        </Fact>
        <Fact name="Effect">Nothing was changed.</Fact>
      </dl>
      <dl className={FACTS}>
        <Id name="Command ID" text={commandId} />
        <Id name={isAccount(of) ? 'Account ID' : 'Stream ID'} text={of.id} />
        <Fact name="See also">
          <FactLink href={attemptPath(of, commandId)}>Permanent link</FactLink>
        </Fact>
      </dl>
      {command !== null && <Json name="Command" value={command} />}
      <p className="mt-3 -ml-1">
        <CopyButton text={JSON.stringify(refusal, null, 2)} what="refused attempt as JSON">
          Copy as JSON
        </CopyButton>
      </p>
    </>
  )
}
