import type { Ctx } from '@rowright/db'
import type { Annotation } from '../labeling/index.ts'
import { linkPersons, raiseFlag } from '../people/index.ts'
import type { Campaign } from '../pool/index.ts'
import { type CopyingPersons, collapse, findCopying } from './copying.ts'
import { failsScreen, goldRecords } from './goldRecord.ts'
import { lockstep } from './lockstep.ts'
import { screen } from './screen.ts'
import { goldOf, suggestedIn } from './store.ts'

export interface Speaking {
  /** What takes part, copying groups once per task. */
  annotations: Annotation[]
  /** Persons who failed the gold screen. */
  screened: string[]
  /** Copying groups, each member counted in the name of the first. */
  groups: string[][]
}

/** Which answers take part in a refit, in this order: gold screen, then copying groups. [CNS-2, CNS-3, CNS-16] */
export async function whoSpeaks(ctx: Ctx, campaign: Campaign, all: readonly Annotation[]): Promise<Speaking> {
  const { poolId, id: campaignId } = campaign
  const screened = new Set<string>()
  for (const [personId, record] of await goldRecords(ctx, poolId, campaignId)) {
    if (failsScreen(campaign, record)) screened.add(personId)
  }
  const annotations = screen(all, screened)
  const honest = annotations.filter((one) => !screened.has(one.personId))
  if (campaign.assignment === 'list' || honest.length === 0)
    return { annotations, screened: [...screened].sort(), groups: [] }
  const known = await goldOf(ctx, poolId, campaignId)
  const { groups, pairs } = findCopying(honest, known, campaign, await suggestedIn(ctx, campaign))
  for (const group of groups) await flagGroup(ctx, campaign, group, pairs)
  return { annotations: collapse(annotations, groups), screened: [...screened].sort(), groups }
}

/** Makes accounts whose answers come in lockstep from one network one cluster, and shows them to a steward. [CNS-19, PEO-13] */
export async function flagSameHands(ctx: Ctx, campaign: Campaign, all: readonly Annotation[]): Promise<void> {
  if (campaign.assignment === 'list') return
  const moments = all.map(({ personId, submittedAt, addressClass }) => ({
    personId,
    at: submittedAt.getTime(),
    addressClass,
  }))
  for (const pair of lockstep(moments)) {
    const persons: [string, string] = [pair.first, pair.second]
    const joined = await linkPersons(ctx, { persons, kind: 'same-hands' })
    await raiseFlag(ctx, {
      kind: 'same-hands',
      subject: `${campaign.poolId} ${persons.join(' ')}`,
      evidence: { poolId: campaign.poolId, campaignId: campaign.id, persons, pairs: [pair], joined },
      once: true,
    })
  }
}

/** Shows a copying group to a steward, with the pairs; once for each set of persons, whatever the steward said. [CNS-16] */
async function flagGroup(
  ctx: Ctx,
  campaign: Campaign,
  persons: readonly string[],
  pairs: readonly CopyingPersons[],
): Promise<void> {
  const inGroup = pairs.filter((pair) => persons.includes(pair.first))
  await raiseFlag(ctx, {
    kind: 'copying-group',
    subject: `${campaign.id} ${persons.join(' ')}`,
    evidence: { poolId: campaign.poolId, campaignId: campaign.id, persons, pairs: inGroup },
    once: true,
  })
}
