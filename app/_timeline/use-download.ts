import { useEffect, useRef, useState } from 'react'

/** How a download stands. */
export type Download =
  | { readonly step: 'none' }
  | { readonly step: 'running'; readonly bytes: number }
  | { readonly step: 'saved'; readonly name: string }
  | { readonly step: 'stopped' }
  | { readonly step: 'failed'; readonly sentence: string }

/** How many bytes are put together, so that the browser may keep them on disk. */
const PART_BYTES = 8 * 1024 * 1024

const FAILED = 'The export failed. Try again.'

/** Fetches a file piece by piece, so that its progress is seen and it can be stopped. */
export function useDownload() {
  const [download, set] = useState<Download>({ step: 'none' })
  const running = useRef<AbortController | null>(null)
  useEffect(() => () => running.current?.abort(), [])
  async function start(href: string) {
    running.current?.abort()
    const controller = new AbortController()
    running.current = controller
    set({ step: 'running', bytes: 0 })
    try {
      const answer = await fetch(href, { signal: controller.signal })
      if (!answer.ok || !answer.body) return set({ step: 'failed', sentence: await whyNot(answer) })
      const blob = await collect(answer.body, bytes => set({ step: 'running', bytes }))
      const name = nameOf(answer)
      save(blob, name)
      set({ step: 'saved', name })
    } catch {
      if (running.current !== controller) return
      set(controller.signal.aborted ? { step: 'stopped' } : { step: 'failed', sentence: FAILED })
    }
  }
  return { download, start, stop: () => running.current?.abort() }
}

async function collect(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  onBytes: (bytes: number) => void,
): Promise<Blob> {
  const whole: Blob[] = []
  let [part, partBytes, bytes] = [[] as Uint8Array<ArrayBuffer>[], 0, 0]
  const reader = body.getReader()
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    part.push(piece.value)
    partBytes += piece.value.length
    bytes += piece.value.length
    if (partBytes >= PART_BYTES) {
      whole.push(new Blob(part))
      part = []
      partBytes = 0
    }
    onBytes(bytes)
  }
  return new Blob([...whole, ...part])
}

async function whyNot(answer: Response): Promise<string> {
  try {
    const { detail }: { detail?: unknown } = await answer.json()
    return typeof detail === 'string' ? detail : FAILED
  } catch {
    return FAILED
  }
}

function nameOf(answer: Response): string {
  const header = answer.headers.get('content-disposition') ?? ''
  return /filename="([^"]+)"/.exec(header)?.[1] ?? 'daybook'
}

function save(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // The browser has the file by then; until it is revoked the file stays in memory.
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
