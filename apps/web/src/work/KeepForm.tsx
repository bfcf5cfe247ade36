'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { toast } from 'sonner'
import { useTRPC } from '@/api/trpc.ts'
import { useInstance } from '@/api/useInstance.ts'
import { Button } from '@/components/ui/button.tsx'
import { Field } from '@/components/ui/field.tsx'
import { Input } from '@/components/ui/input.tsx'
import { formatUnits, parseUnits } from '@/money/format.ts'

/** How many points stay in the pool for stakes when an epoch closes. */
export function KeepForm({ poolId, keep }: { poolId: string; keep: string }) {
  const t = useTranslations('work')
  const trpc = useTRPC()
  const queries = useQueryClient()
  const decimals = useInstance().data?.chain?.tokenDecimals ?? 6
  const [text, setText] = useState(() => formatUnits(BigInt(keep), decimals, 'en-US').replaceAll(',', ''))
  const [invalid, setInvalid] = useState(false)
  const save = useMutation(
    trpc.me.setKeep.mutationOptions({
      onSuccess: async () => {
        toast.success(t('keepSaved'))
        await queries.invalidateQueries(trpc.me.earnings.queryFilter())
      },
    }),
  )
  return (
    <form
      className="max-w-md border-line border-t pt-5"
      onSubmit={(event) => {
        event.preventDefault()
        const amount = parseUnits(text, decimals)
        setInvalid(amount === null)
        if (amount !== null) save.mutate({ poolId, keep: amount.toString() })
      }}
    >
      <Field
        label={t('keep')}
        hint={t('keepHint')}
        error={invalid ? t('keepInvalid', { decimals }) : undefined}
      >
        {(control) => (
          <div className="flex gap-2">
            <Input
              {...control}
              inputMode="decimal"
              className="tnum w-36"
              value={text}
              onChange={({ target }) => setText(target.value)}
            />
            <Button type="submit" busy={save.isPending}>
              {t('keepSave')}
            </Button>
          </div>
        )}
      </Field>
    </form>
  )
}
