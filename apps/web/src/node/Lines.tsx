import { CopyButton } from '@/components/CopyButton.tsx'

/** Lines to copy into a terminal or a file. */
export function Lines({ lines, copyLabel }: { lines: string[]; copyLabel: string }) {
  const text = lines.join('\n')
  return (
    <div className="flex items-start gap-1 rounded-lg bg-sunken p-3">
      <pre className="min-w-0 flex-1 overflow-x-auto font-mono text-sm leading-relaxed">{text}</pre>
      <CopyButton text={text} label={copyLabel} />
    </div>
  )
}
