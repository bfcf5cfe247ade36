'use client'

import { useFormatter, useTranslations } from 'next-intl'
import { Account } from './Account.tsx'
import type { FlaggedAccounts } from './accountsIn.ts'

/**
 * Which accounts agree with each other, on how many tasks, and how far beyond what their accuracy explains; `byTime`:
 * whose answers come in lockstep, beyond what their pace explains.
 */
export function AccountPairs({ found, byTime }: { found: FlaggedAccounts; byTime: boolean }) {
  const t = useTranslations('steward')
  const format = useFormatter()
  if (found.pairs.length === 0) {
    return (
      <p className="flex flex-wrap gap-x-3 gap-y-1">
        {found.persons.map((person) => (
          <Account key={person} id={person} />
        ))}
      </p>
    )
  }
  return (
    <div className="overflow-x-auto">
      <table className="w-full text-sm">
        <caption className="pb-1.5 text-left text-soft">
          {byTime ? t('lockstepText') : t('pairsText')}
        </caption>
        <thead className="text-left align-bottom text-soft">
          <tr>
            <th className="py-1 pr-4 font-normal">{t('pair')}</th>
            <th className="py-1 pr-4 text-right font-normal">
              {byTime ? t('pairAnswers') : t('pairShared')}
            </th>
            <th className="py-1 pr-4 text-right font-normal">
              {byTime ? t('pairNext') : t('pairAgreement')}
            </th>
            <th className="py-1 text-right font-normal">{t('pairZ')}</th>
          </tr>
        </thead>
        <tbody>
          {found.pairs.map((pair) => (
            <tr key={`${pair.first} ${pair.second}`} className="border-line border-t">
              <td className="py-1.5 pr-4">
                <span className="flex flex-wrap gap-x-2">
                  <Account id={pair.first} />
                  <Account id={pair.second} />
                </span>
              </td>
              <td className="py-1.5 pr-4 text-right tabular-nums">{format.number(pair.shared)}</td>
              <td className="py-1.5 pr-4 text-right tabular-nums">
                {format.number(pair.agreement, { style: 'percent', maximumFractionDigits: 0 })}
              </td>
              <td className="py-1.5 text-right tabular-nums">
                {format.number(pair.z, { maximumFractionDigits: 1 })}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
