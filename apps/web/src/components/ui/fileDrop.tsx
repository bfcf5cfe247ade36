'use client'

import { type ReactNode, useId, useState } from 'react'
import { cn } from './cn.ts'

interface FileDropProps {
  accept: string
  /** Says what the file is, to who does not see the box. */
  label: string
  onFile: (file: File) => void
  className?: string
  /** What stands in the box; a `<label htmlFor>` with this id opens the chooser. */
  children: (inputId: string) => ReactNode
}

/** One file, chosen or dropped. The same file can be taken twice. */
export function FileDrop({ accept, label, onFile, className, children }: FileDropProps) {
  const id = useId()
  const [over, setOver] = useState(false)
  const take = (file: File | undefined) => file && onFile(file)
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way; the input inside is the first
    <div
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault()
        setOver(false)
        take(event.dataTransfer.files[0])
      }}
      className={cn(
        'rounded-card border-2 border-line-strong border-dashed transition-colors has-focus-visible:border-accent',
        className,
        over && 'border-accent bg-accent-wash',
      )}
    >
      <input
        id={id}
        type="file"
        accept={accept}
        aria-label={label}
        className="sr-only"
        onChange={({ target }) => {
          take(target.files?.[0])
          target.value = ''
        }}
      />
      {children(id)}
    </div>
  )
}
