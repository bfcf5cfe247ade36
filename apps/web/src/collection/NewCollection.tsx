'use client'

import { useState } from 'react'
import { useTRPC } from '@/api/trpc.ts'
import { useInstance } from '@/api/useInstance.ts'
import { CampaignForm } from '@/requester/CampaignForm.tsx'
import { useCreateCampaign } from '@/requester/useCreateCampaign.ts'
import { CollectionCost } from './CollectionCost.tsx'
import { CollectionFields } from './CollectionFields.tsx'
import { emptyCollection, readCollection } from './collectionInput.ts'
import { LeftOut } from './LeftOut.tsx'

/** A new campaign that collects public pages. Hosts and price stay; how many pages and how often can be changed. */
export function NewCollection({ poolId }: { poolId: string }) {
  const trpc = useTRPC()
  const chain = useInstance().data?.chain
  const [input, setInput] = useState(emptyCollection)
  const { faults, strange, collection } = readCollection(input, chain?.tokenDecimals ?? 6)
  const create = useCreateCampaign(
    poolId,
    trpc.collection.create.mutationOptions(),
    ({ campaignId }) => campaignId,
  )
  return (
    <CampaignForm
      faults={faults.size}
      create={create}
      onCreate={() => create.mutate({ poolId, ...collection })}
      aside={
        <>
          <CollectionCost
            pay={collection.pay}
            documents={collection.documents}
            again={collection.refreshSeconds !== undefined}
          />
          <LeftOut />
        </>
      }
    >
      {(tried) => (
        <CollectionFields
          input={input}
          faults={tried ? faults : new Set()}
          strange={strange}
          symbol={chain?.tokenSymbol ?? ''}
          onChange={setInput}
        />
      )}
    </CampaignForm>
  )
}
