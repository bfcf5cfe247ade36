'use client'

import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Table, Td, Th } from '@/components/ui/table.tsx'

export interface Bar {
  label: string
  value: number
}

interface PlotProps {
  title: string
  /** One sentence that says what is to be seen; read instead of the picture. */
  description: string
  bars: readonly Bar[]
  /** Heads of the table's two columns. */
  columns: readonly [label: string, value: string]
  format?: (value: number) => string
  children: ReactNode
}

/** A figure with its name, its picture, and the same numbers as a table for whoever wants them. */
export function Plot({ title, description, bars, columns, format = String, children }: PlotProps) {
  const t = useTranslations('plots')
  return (
    <figure className="min-w-0">
      <figcaption className="mb-3">
        <span className="block font-medium text-[0.9375rem]">{title}</span>
        <span className="block text-soft text-sm">{description}</span>
      </figcaption>
      {children}
      <details className="mt-2 text-sm">
        <summary className="w-fit py-1 text-soft hover:text-ink">{t('asTable')}</summary>
        <div className="max-h-60 overflow-y-auto">
          <Table className="text-sm">
            <thead>
              <tr>
                <Th>{columns[0]}</Th>
                <Th numeric>{columns[1]}</Th>
              </tr>
            </thead>
            <tbody>
              {bars.map(({ label, value }) => (
                <tr key={label}>
                  <Td className="py-1.5">{label}</Td>
                  <Td numeric className="py-1.5">
                    {format(value)}
                  </Td>
                </tr>
              ))}
            </tbody>
          </Table>
        </div>
      </details>
    </figure>
  )
}
