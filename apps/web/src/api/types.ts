import type { AppRouter } from '@rowright/server'
import type { inferRouterOutputs } from '@trpc/server'

type Outputs = inferRouterOutputs<AppRouter>

export type Instance = Outputs['instance']['get']
export type Person = Outputs['me']['get']
export type Earnings = Outputs['me']['earnings']
export type WorkLine = Outputs['me']['work']['items'][number]
export type Consent = Outputs['me']['consents']['items'][number]
export type Campaign = Outputs['campaign']['get']
export type CampaignCard = Outputs['campaign']['list']['items'][number]
export type Reservation = Outputs['labeling']['reserve']
export type Assignment = NonNullable<Reservation['assignment']>
export type Terms = Outputs['consent']['terms']
export type PracticeItem = Outputs['labeling']['practice']['items'][number]
