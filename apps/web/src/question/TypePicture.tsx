import type { ReactNode } from 'react'
import type { TypeName } from './questionInput.ts'

const line = (x: number, y: number, width: number) => (
  <rect key={`${x},${y}`} x={x} y={y} width={width} height={3} rx={1.5} className="fill-soft/45" />
)
const box = (x: number, y: number, on: boolean, width = 20) => (
  <rect
    key={`${x},${y}`}
    x={x}
    y={y}
    width={width}
    height={10}
    rx={3}
    className={on ? 'fill-accent' : 'fill-none stroke-line-strong'}
  />
)

/** What an item and its answer look like, small: 72 × 48. */
const pictures: Record<TypeName, ReactNode> = {
  single: [
    line(14, 8, 44),
    line(14, 15, 30),
    box(8, 30, false, 16),
    box(28, 30, true, 16),
    box(48, 30, false, 16),
  ],
  multi: [
    line(14, 8, 44),
    line(14, 15, 30),
    box(8, 30, true, 16),
    box(28, 30, false, 16),
    box(48, 30, true, 16),
  ],
  rating: [
    line(14, 10, 44),
    line(14, 17, 34),
    ...[0, 1, 2, 3, 4].map((i) => (
      <circle
        key={i}
        cx={14 + i * 11}
        cy={35}
        r={4.2}
        className={i < 4 ? 'fill-accent' : 'fill-none stroke-line-strong'}
      />
    )),
  ],
  numeric: [
    ...[0, 1, 2].map((i) => <circle key={i} cx={22 + i * 13} cy={14} r={4.5} className="fill-soft/45" />),
    <rect key="field" x={18} y={26} width={36} height={15} rx={3} className="fill-none stroke-line-strong" />,
    <text key="three" x={36} y={38} textAnchor="middle" className="fill-accent font-semibold text-[12px]">
      3
    </text>,
  ],
  pairwise: [
    <rect key="left" x={8} y={9} width={25} height={30} rx={4} className="fill-accent-wash stroke-accent" />,
    <rect key="right" x={39} y={9} width={25} height={30} rx={4} className="fill-none stroke-line-strong" />,
    line(13, 17, 15),
    line(13, 24, 11),
    line(44, 17, 15),
    line(44, 24, 8),
  ],
  spans: [
    line(8, 9, 16),
    <rect key="one" x={28} y={5} width={22} height={11} rx={2} className="fill-accent/25" />,
    line(31, 9, 16),
    line(54, 9, 10),
    line(8, 22, 26),
    line(38, 22, 24),
    <rect key="two" x={8} y={31} width={30} height={11} rx={2} className="fill-accent" />,
    line(42, 35, 20),
  ],
  transcription: [
    <rect key="scan" x={8} y={6} width={56} height={17} rx={3} className="fill-none stroke-line-strong" />,
    <path
      key="hand"
      d="M15 17c3-9 5-7 4 0 3-5 6-5 5 0 3-7 7-6 6 0 4-6 7-5 7-1 3-5 6-4 5 1 4-5 7-3 10 0"
      className="fill-none stroke-soft"
    />,
    line(10, 31, 44),
    line(10, 38, 30),
    <rect key="cursor" x={43} y={35.5} width={1.6} height={8} className="fill-accent" />,
  ],
}

export function TypePicture({ type }: { type: TypeName }) {
  return (
    <svg viewBox="0 0 72 48" aria-hidden className="h-12 w-18 shrink-0 rounded-lg bg-sunken stroke-[1.4]">
      {pictures[type]}
    </svg>
  )
}
