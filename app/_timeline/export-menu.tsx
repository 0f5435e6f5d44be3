'use client'

import { Download as DownloadIcon } from 'lucide-react'
import { type FormEvent, type MouseEvent, useId } from 'react'
import { Button } from '@/app/_ui/button'
import { BOX } from './filter-fields'
import { type Download, useDownload } from './use-download'

type ExportMenuProps = {
  /** The API address of the export. */
  path: string
  /** The list, as a query. */
  query: string
}

const LINK = `target-chip transition-calm inline-flex items-center gap-1.5 rounded-md px-2 text-12 text-soft
  hover:bg-sunken hover:text-ink`

/** The list as a file: links and a form that work without scripts, and with them show progress. */
export function ExportMenu({ path, query }: ExportMenuProps) {
  const { download, start, stop } = useDownload()
  function press(event: MouseEvent<HTMLAnchorElement>) {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    void start(event.currentTarget.href)
  }
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const asked = new URLSearchParams(query)
    for (const [name, value] of new FormData(event.currentTarget)) asked.set(name, String(value))
    void start(`${path}?${asked}`)
  }
  return (
    <>
      {(['csv', 'json'] as const).map(format => (
        <a
          key={format}
          href={`${path}?format=${format}&${query}`}
          download
          onClick={press}
          title={format === 'json' ? 'Oldest first, in the order recorded' : undefined}
          className={LINK}
        >
          <DownloadIcon aria-hidden size={14} strokeWidth={1.75} />
          <span className="sr-only">Export as </span>
          {format.toUpperCase()}
        </a>
      ))}
      <details className="relative">
        <summary className={`${LINK} cursor-pointer`}>
          <DownloadIcon aria-hidden size={14} strokeWidth={1.75} />
          <span className="sr-only">Export for a </span>Spreadsheet
        </summary>
        <SpreadsheetForm path={path} query={query} onSubmit={submit} />
      </details>
      <Progress download={download} onStop={stop} />
    </>
  )
}

type SpreadsheetFormProps = ExportMenuProps & {
  onSubmit: (event: FormEvent<HTMLFormElement>) => void
}

function SpreadsheetForm({ path, query, onSubmit }: SpreadsheetFormProps) {
  const id = useId()
  return (
    <form
      action={path}
      onSubmit={onSubmit}
      aria-label="Export for a spreadsheet"
      className="absolute right-0 z-30 mt-1 flex w-64 flex-col gap-3 rounded-lg border border-rule bg-raised p-4 text-14 shadow-md max-sm:static"
    >
      <input type="hidden" name="format" value="csv" />
      {[...new URLSearchParams(query)].map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <label className="text-12 text-soft" htmlFor={`${id}-separator`}>
        Columns separated by
        <select id={`${id}-separator`} name="separator" className={`${BOX} mt-1 text-ink`}>
          <option value="comma">Comma</option>
          <option value="semicolon">Semicolon</option>
          <option value="tab">Tab</option>
        </select>
      </label>
      <label className="text-12 text-soft" htmlFor={`${id}-decimal`}>
        Decimals
        <select id={`${id}-decimal`} name="decimal" className={`${BOX} mt-1 text-ink`}>
          <option value="point">Point, 1234.50</option>
          <option value="comma">Comma, 1234,50</option>
        </select>
      </label>
      <label className="target flex items-center gap-2 text-soft">
        <input
          type="checkbox"
          name="bom"
          value="yes"
          defaultChecked
          className="size-4 accent-accent"
        />
        Mark as Unicode, for Excel
      </label>
      <Button type="submit" look="primary">
        Download
      </Button>
    </form>
  )
}

function Progress({ download, onStop }: { download: Download; onStop: () => void }) {
  const isRunning = download.step === 'running'
  return (
    <span className="flex basis-full items-center justify-end gap-2 text-12 text-soft empty:hidden max-sm:justify-start">
      <span role="status" className={download.step === 'failed' ? 'text-red-ink' : ''}>
        {progressWords(download)}
      </span>
      {isRunning && (
        <Button look="bare" className="text-12!" onClick={onStop}>
          Stop the export
        </Button>
      )}
    </span>
  )
}

function progressWords(download: Download): string {
  switch (download.step) {
    case 'none':
      return ''
    case 'running':
      return `Exporting, ${(download.bytes / 1_000_000).toFixed(1)} MB so far.`
    case 'saved':
      return `Saved ${download.name}.`
    case 'stopped':
      return 'Export stopped. Nothing was saved.'
    case 'failed':
      return download.sentence
    default:
      return download satisfies never
  }
}
