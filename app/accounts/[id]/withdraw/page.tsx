import type { Metadata } from 'next'
import { MovementPage } from '../movement-page'
import { titleOf } from '../read-account'

type Props = PageProps<'/accounts/[id]/withdraw'>

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: await titleOf((await params).id, 'withdraw') }
}

export default async function WithdrawPage({ params }: Props) {
  return <MovementPage id={(await params).id} type="Withdraw" />
}
