'use client'

import { useState } from 'react'
import { useTRPC } from '@/api/trpc.ts'
import { useInstance } from '@/api/useInstance.ts'
import { CampaignFields } from './CampaignFields.tsx'
import { CampaignForm } from './CampaignForm.tsx'
import { CostCard } from './CostCard.tsx'
import { emptyCampaign, readCampaign } from './campaignInput.ts'
import { EconomyCard } from './EconomyCard.tsx'
import { useCreateCampaign } from './useCreateCampaign.ts'

/** A new label campaign. What is asked and what it pays cannot change once it has started. */
export function NewLabelCampaign({ poolId }: { poolId: string }) {
  const trpc = useTRPC()
  const chain = useInstance().data?.chain
  const [input, setInput] = useState(emptyCampaign)
  const { faults, questionFaults, campaign, economy } = readCampaign(input, chain?.tokenDecimals ?? 6)
  const create = useCreateCampaign(poolId, trpc.campaign.create.mutationOptions(), ({ id }) => id)
  return (
    <CampaignForm
      faults={faults.size + questionFaults.size}
      create={create}
      onCreate={() => create.mutate({ poolId, ...campaign })}
      aside={
        <>
          <CostCard
            price={BigInt(campaign.price)}
            overlap={campaign.overlap}
            overlapMin={campaign.targetConfidencePpm === null ? null : campaign.overlapMin}
            goldRatePpm={campaign.goldRatePpm}
            list={campaign.assignment === 'list'}
          />
          {campaign.assignment === 'open' && <EconomyCard economy={economy} />}
        </>
      }
    >
      {(tried) => (
        <CampaignFields
          input={input}
          faults={tried ? faults : new Set()}
          questionFaults={tried ? questionFaults : new Map()}
          symbol={chain?.tokenSymbol ?? ''}
          onChange={setInput}
        />
      )}
    </CampaignForm>
  )
}
