'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { cn } from '@/components/ui/cn.ts'

interface PayloadProps {
  payload: Record<string, unknown>
}

/** Pictures this small are drawn with hard pixels: a 28×28 digit smoothed to 400 px is a blur. */
const CRISP_BELOW = 97

export const isImage = (value: unknown): value is string =>
  typeof value === 'string' && /^(data:image\/(png|jpeg|gif|webp|avif);|\/(?!\/))/.test(value)

/** Shows an item: its `image` (named by its `alt`), its `text`, and any other fields by name. Never as HTML. */
export function Payload({ payload }: PayloadProps) {
  const t = useTranslations('editor')
  const { image, text, alt, ...rest } = payload
  const fields: [string, unknown][] = Object.entries(rest)
  if (image !== undefined && !isImage(image)) fields.unshift(['image', image])
  if (alt !== undefined && !isImage(image)) fields.push(['alt', alt])
  return (
    <div className="flex size-full min-h-0 flex-col items-center gap-4">
      {isImage(image) && (
        <Picture key={image} source={image} alt={typeof alt === 'string' && alt ? alt : t('imageAlt')} />
      )}
      {typeof text === 'string' && (
        <p
          className={cn(
            'm-auto max-w-prose whitespace-pre-wrap break-words',
            text.length < 160 ? 'text-center text-2xl' : 'text-lg leading-relaxed',
          )}
        >
          {text}
        </p>
      )}
      {fields.length > 0 && (
        <dl className={cn('w-full max-w-prose divide-y divide-line', !isImage(image) && !text && 'm-auto')}>
          {fields.map(([name, value]) => (
            <div key={name} className="grid gap-x-6 gap-y-0.5 py-3 sm:grid-cols-[10rem_1fr]">
              <dt className="text-soft text-sm leading-6">{name}</dt>
              <dd className="whitespace-pre-wrap break-words">
                {typeof value === 'string' ? value : JSON.stringify(value)}
              </dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  )
}

function Picture({ source, alt }: { source: string; alt: string }) {
  const [crisp, setCrisp] = useState(false)
  return (
    <div className="relative min-h-48 w-full flex-1">
      {/* biome-ignore lint/performance/noImgElement: a data URL, which an optimizer has nothing to do with */}
      <img
        src={source}
        alt={alt}
        draggable={false}
        onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) =>
          setCrisp(naturalWidth < CRISP_BELOW && naturalHeight < CRISP_BELOW)
        }
        className={cn(
          'absolute inset-0 m-auto size-full max-h-[32rem] max-w-[48rem] select-none object-contain',
          crisp && '[image-rendering:pixelated]',
        )}
      />
    </div>
  )
}
