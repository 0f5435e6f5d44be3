import { TextLink } from '@/app/_ui/text-link'
import { UserText } from '@/app/_ui/user-text'
import { orderPath, streamPath } from '@/app/_wire/stream-path'
import { timelinePath } from '@/app/_wire/timeline'
import { PAYMENT_ORDER_TYPE } from '@/domain/payment-order/payment-order'

type StreamHeadingProps = {
  stream: { readonly type: string; readonly id: string; title: string; version: number }
}

/** The stream's title, and links to its views. */
export function StreamHeading({ stream }: StreamHeadingProps) {
  const { type, title, version } = stream
  return (
    <header className="mb-5">
      <h1 className="min-w-0 break-words font-semibold text-20">
        <UserText>{title}</UserText>
      </h1>
      <p className="text-soft">{`${type}, ${version === 1 ? 'one event' : `${version} events`}`}</p>
      <nav aria-label="Views of this stream" data-chrome className="mt-2 flex flex-wrap gap-x-5">
        {type === PAYMENT_ORDER_TYPE && (
          <TextLink href={orderPath(stream.id)}>Payment order</TextLink>
        )}
        <TextLink href={timelinePath(stream)}>Audit trail</TextLink>
        <TextLink href={`${streamPath(stream)}/fold`}>Steps</TextLink>
        <TextLink href={`${streamPath(stream)}/compare`}>Compare</TextLink>
      </nav>
    </header>
  )
}
