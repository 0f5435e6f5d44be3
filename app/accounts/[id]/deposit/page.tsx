import type { Metadata } from 'next'
import { MovementPage } from '../movement-page'
import { titleOf } from '../read-account'

type Props = PageProps<'/accounts/[id]/deposit'>

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: await titleOf((await params).id, 'deposit') }
}

export default async function DepositPage({ params }: Props) {
  return <MovementPage id={(await params).id} type="Deposit" />
}
