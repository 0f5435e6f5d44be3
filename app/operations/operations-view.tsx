'use client'

import type { ReactNode } from 'react'
import { Time } from '@/app/_ui/time'
import type { OperationsJson } from '@/app/_wire/operations'
import { AlertList } from './alert-list'
import { ArchiveSection } from './archive-section'
import { BackupSection } from './backup-section'
import { CapacitySection } from './capacity-section'
import { FeedSection } from './feed-section'
import { HealthList } from './health-list'
import { InstancesSection } from './instances-section'
import { ModelsSection } from './models-section'
import { ParkedSection } from './parked-section'
import { SizesSection, SlowSection } from './storage-sections'
import { useOperations } from './use-operations'
import { VersionsSection } from './versions-section'

type OperationsViewProps = {
  first: OperationsJson
  zone: string
  /** The rules of the alerts, from the server. */
  rules: ReactNode
}

export function OperationsView({ first, zone, rules }: OperationsViewProps) {
  const { now, isOld, askNow } = useOperations(first)
  const { alerts, mayOperate, picture } = now
  const common = { zone, mayOperate, onDone: askNow }
  return (
    <main id="main" className="column py-8">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <h1 className="font-semibold text-20">{picture ? 'Operations' : 'Alerts'}</h1>
        <p className={`text-12 ${isOld ? 'text-red-ink' : 'text-soft'}`}>
          {isOld ? 'Not up to date: the bank doesn’t answer. As of ' : 'As of '}
          <Time instant={now.at} zone={zone} exact />
        </p>
      </div>
      <p className="mt-4 font-medium text-32">{headlineOf(now)}</p>
      <AlertList alerts={alerts} {...common} />
      {rules}
      {picture && (
        <>
          <HealthList health={picture.health} />
          <FeedSection feed={picture.feed} {...common} />
          <ParkedSection parked={picture.parked} zone={zone} />
          <ModelsSection models={picture.models} check={picture.check} {...common} />
          <BackupSection backup={picture.backup} zone={zone} />
          <ArchiveSection archive={picture.archive} {...common} />
          <SizesSection sizes={picture.sizes} />
          <CapacitySection capacity={picture.capacity} zone={zone} />
          <SlowSection slow={picture.slow} />
          <InstancesSection instances={picture.instances} zone={zone} />
          <VersionsSection versions={picture.versions} zone={zone} />
        </>
      )}
    </main>
  )
}

function headlineOf({ alerts, picture }: OperationsJson): string {
  const raised = alerts.filter(({ status }) => status === 'raised').length
  if (raised > 0) return raised === 1 ? '1 alert' : `${raised} alerts`
  const failing = picture?.health?.filter(({ state }) => state === 'failing').length ?? 0
  if (failing > 0) return failing === 1 ? '1 check fails' : `${failing} checks fail`
  return picture ? 'Everything works' : 'No alerts'
}
