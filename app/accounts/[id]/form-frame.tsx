import type { ReactNode } from 'react'
import { mayDo, type Right } from '@/app/_server/people/rights'
import type { Viewer } from '@/app/_server/people/viewer'
import { ButtonLink } from '@/app/_ui/button-link'
import { TextLink } from '@/app/_ui/text-link'
import { UserText } from '@/app/_ui/user-text'
import type { AccountJson } from '@/app/_wire/types'

type FormFrameProps = {
  account: Pick<AccountJson, 'id' | 'owner' | 'number'>
  title: string
  children: ReactNode
}

/** A page on which one thing is done with an account, with the way back to it. */
export function FormFrame({ account, title, children }: FormFrameProps) {
  return (
    <main id="main" className="column-narrow py-8 sm:py-12">
      <p className="flex flex-wrap items-center gap-x-3 text-12">
        <TextLink href={`/accounts/${account.id}`} className="wrap-anywhere">
          <UserText>{account.owner}</UserText>
        </TextLink>
        <span className="font-mono text-faint">{account.number}</span>
      </p>
      <h1 className="mt-1 font-semibold text-20">{title}</h1>
      {children}
    </main>
  )
}

type NotForYouProps = {
  viewer: Viewer
  right: Right
  account: Pick<AccountJson, 'id'>
  /** Why not, for somebody who has the right on other accounts. */
  children: ReactNode
}

/** In place of the form, for a reader who may not send it: why, and the way back. */
export function NotForYou({ viewer, right, account, children }: NotForYouProps) {
  return (
    <>
      <p className="mt-6 mb-6 text-soft">{mayDo(viewer, right)?.detail ?? children}</p>
      <ButtonLink href={`/accounts/${account.id}`}>Back to the account</ButtonLink>
    </>
  )
}
