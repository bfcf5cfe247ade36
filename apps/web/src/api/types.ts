import type { AppRouter } from '@rowright/server'
import type { inferRouterOutputs } from '@trpc/server'

export type Outputs = inferRouterOutputs<AppRouter>

export type Instance = Outputs['instance']['get']
export type Person = Outputs['me']['get']
export type Earnings = Outputs['me']['earnings']
export type WorkLine = Outputs['me']['work']['items'][number]
export type Said = NonNullable<WorkLine['said']>
export type Consent = Outputs['me']['consents']['items'][number]
export type Campaign = Outputs['campaign']['get']
export type CampaignCard = Outputs['campaign']['list']['items'][number]
export type Reservation = Outputs['labeling']['reserve']
export type Assignment = NonNullable<Reservation['assignment']>
export type OpenCollection = Outputs['collection']['open']['items'][number]
export type Terms = Outputs['consent']['terms']
export type PracticeItem = Outputs['labeling']['practice']['items'][number]
export type Pool = Outputs['pool']['get']
export type Progress = Outputs['campaign']['progress']
export type Result = Outputs['campaign']['results']['items'][number]
export type Release = Outputs['release']['list']['items'][number]
export type ReleaseQuality = Outputs['release']['quality']
export type ReleaseSample = Outputs['release']['sample']
export type Offer = Outputs['license']['offers']['items'][number]
export type Order = Outputs['purchase']['orders']['items'][number]
export type Invoice = Outputs['steward']['invoices']['items'][number]
export type LicenseNews = Outputs['license']['news']
export type License = Outputs['license']['mine']['items'][number]
export type WebhookEndpoint = Outputs['webhook']['list']['items'][number]
export type WebhookMessage = Outputs['webhook']['messages']['items'][number]
export type ApiKey = Outputs['me']['apiKeys']['items'][number]
export type Overview = Outputs['steward']['overview']
export type Flag = Outputs['steward']['flags']['items'][number]
export type StewardAction = Outputs['steward']['log']['items'][number]
export type Epoch = Overview['epochs'][number]
export type PayWindow = Outputs['appeal']['windows']['items'][number]
export type AsideTask = Outputs['quarantine']['aside']['items'][number]
export type WaitingItem = Outputs['quarantine']['waiting']['items'][number]
export type HeldItem = Omit<AsideTask, 'taskId' | 'as'>
export type AppealCase = Outputs['appeal']['cases']['items'][number]
export type TakeDownRequest = Outputs['takeDown']['get']
export type TakeDownCase = Outputs['steward']['takeDowns']['items'][number]
export type Preparation = Outputs['collection']['preparation']
export type Seed = Outputs['collection']['seeds']['items'][number]
export type Suggestion = NonNullable<Assignment['suggestion']>
export type Anchoring = Outputs['campaign']['anchoring']
