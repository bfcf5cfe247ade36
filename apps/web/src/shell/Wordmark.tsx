import Link from 'next/link'

/** Three rows, the last one checked: what the co-op makes. */
export function Wordmark() {
  return (
    <Link
      href="/"
      className="-ml-1 flex h-11 items-center gap-2 rounded-lg px-1 font-semibold text-[1.0625rem] tracking-tight"
    >
      <svg viewBox="0 0 32 32" aria-hidden="true" className="size-7">
        <rect width="32" height="32" rx="9" className="fill-accent" />
        <g
          className="fill-none stroke-on-accent"
          strokeWidth="3"
          strokeLinecap="round"
          strokeLinejoin="round"
        >
          <path d="M8 9.5h16M8 16h9M8 22.5h6" />
          <path d="m17.5 21.5 3.2 3.2L26 17.5" />
        </g>
      </svg>
      Rowright
    </Link>
  )
}
