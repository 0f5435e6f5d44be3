'use client'

import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'

type CopyButtonProps = {
  /** The text to copy; by default the address of the page. */
  text?: string
  /** Its name for the reader: "account number". */
  what: string
  /** Shown beside the icon. */
  children?: string
}

/** Copies a text, and confirms it. */
export function CopyButton({ text, what, children }: CopyButtonProps) {
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), 1600)
    return () => clearTimeout(timer)
  }, [copied])

  async function copy() {
    setCopied(await writeClipboard(text ?? window.location.href))
  }

  const Sign = copied ? Check : Copy
  return (
    <button
      type="button"
      onClick={copy}
      aria-label={copied ? `Copied ${what}` : `Copy ${what}`}
      className="target-inline transition-calm inline-flex items-center justify-center gap-1.5 rounded-sm px-1 text-faint hover:bg-sunken hover:text-ink"
    >
      <Sign aria-hidden size={13} strokeWidth={1.75} />
      {children && <span className="text-12">{copied ? 'Copied' : children}</span>}
      <span role="status" className="sr-only">
        {copied ? 'Copied' : ''}
      </span>
    </button>
  )
}

/** Browsers offer the clipboard to secure pages only. */
async function writeClipboard(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return false
  }
}
