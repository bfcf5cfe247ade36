'use client'

/** Key and value pairs of a record, as they were written down. */
export function Evidence({ facts }: { facts: Record<string, unknown> }) {
  const entries = Object.entries(facts)
  if (entries.length === 0) return null
  return (
    <dl className="grid gap-x-4 gap-y-0.5 text-sm sm:grid-cols-[minmax(6rem,max-content)_1fr]">
      {entries.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-soft">{name}</dt>
          <dd className="min-w-0 break-words font-mono text-[0.8125rem] leading-5 max-sm:mb-1.5">
            {typeof value === 'string' ? value : JSON.stringify(value)}
          </dd>
        </div>
      ))}
    </dl>
  )
}
