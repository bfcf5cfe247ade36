import { useTranslations } from 'next-intl'
import type { ReleaseSample } from '@/api/types.ts'
import { useBytes } from '@/components/useBytes.ts'

export type SampleCell = ReleaseSample['items'][number][string]
type Shape = Extract<SampleCell, { masked: unknown }>['masked']

/** How a masked cell is made, in words: an object as one line for each member. */
export function useShapeWords(): (shape: Shape) => string[] {
  const t = useTranslations('rowSample')
  const bytes = useBytes()
  const one = (shape: Shape): string => {
    switch (shape.kind) {
      case 'text':
        if (shape.characters === undefined) return t('is_text')
        // Ten is the least that is told.
        return shape.characters > 10 ? t('is_textAbout', { count: shape.characters }) : t('is_textShort')
      case 'hash':
        return t('is_hash', { digits: shape.hexDigits })
      case 'picture':
        return t('is_picture', { size: bytes(shape.bytes) })
      case 'list':
        return shape.items === 0 ? t('is_listEmpty') : t('is_list', { count: shape.items, of: one(shape.of) })
      case 'object': {
        const names = Object.keys(shape.members)
        return names.length > 0 ? `{${names.join(', ')}}` : t('is_object')
      }
      default:
        return t(`is_${shape.kind}`)
    }
  }
  return (shape) => {
    if (shape.kind !== 'object') return [one(shape)]
    const lines = Object.entries(shape.members).map(([name, member]) => `${name}: ${one(member)}`)
    if (shape.others > 0) lines.push(t(lines.length > 0 ? 'others' : 'onlyOthers', { count: shape.others }))
    return lines.length > 0 ? lines : [one(shape)]
  }
}
