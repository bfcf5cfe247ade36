'use client'

import { useLocale } from 'next-intl'
import { useInstance } from '@/api/useInstance.ts'
import { cn } from '@/components/ui/cn.ts'
import { formatUnits } from './format.ts'

/** Formats amounts of the pool's reward token; six decimals until the installation has answered. */
export function useMoney(): (amount: bigint | string) => string {
  const locale = useLocale()
  const chain = useInstance().data?.chain
  return (amount) => {
    const text = formatUnits(BigInt(amount), chain?.tokenDecimals ?? 6, locale)
    return chain ? `${text} ${chain.tokenSymbol}` : text
  }
}

/** An amount in the reward token: the number in tabular figures, the symbol softer. */
export function Money({ amount, className }: { amount: bigint | string; className?: string }) {
  const locale = useLocale()
  const chain = useInstance().data?.chain
  return (
    <span className={cn('tnum whitespace-nowrap', className)}>
      {formatUnits(BigInt(amount), chain?.tokenDecimals ?? 6, locale)}
      {chain && <span className="font-normal text-[0.8em] text-soft"> {chain.tokenSymbol}</span>}
    </span>
  )
}
