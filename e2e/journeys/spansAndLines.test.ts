import { expect, test } from '@playwright/test'
import { world } from '@rowright/testing/world'
import { linesPool } from '../../apps/api/src/demo/lines.ts'
import { renderLine } from '../../apps/api/src/lines/render.ts'
import { type LineLanguage, udhrLines } from '../../apps/api/src/lines/udhr.ts'
import { type Hands, press, reach } from '../hands.ts'
import { agree, insist } from '../labeler.ts'
import { type Visitor, visit } from '../people.ts'
import { openAndFund } from '../requester.ts'

interface Stretch {
  /** What is marked, from its first word (in Chinese: character) to its last. */
  words: string[]
  label: 'person' | 'place'
}

/** Texts, and what is to be marked in each. Whichever comes first is marked, the second reported, the third skipped. */
const TEXTS: Record<'en' | 'zh-Hant', Record<string, Stretch[]>> = {
  en: {
    'Ada met Bo in New York': [
      { words: ['Ada'], label: 'person' },
      { words: ['Bo'], label: 'person' },
      { words: ['New', 'York'], label: 'place' },
    ],
    'From Paris came Chen': [
      { words: ['Paris'], label: 'place' },
      { words: ['Chen'], label: 'person' },
    ],
    'Dora left Cape Town': [
      { words: ['Dora'], label: 'person' },
      { words: ['Cape', 'Town'], label: 'place' },
    ],
    'Nobody lives in Old Sarum': [{ words: ['Old', 'Sarum'], label: 'place' }],
  },
  'zh-Hant': {
    小美去台北: [
      { words: ['小', '美'], label: 'person' },
      { words: ['台', '北'], label: 'place' },
    ],
    花蓮有阿寶: [
      { words: ['花', '蓮'], label: 'place' },
      { words: ['阿', '寶'], label: 'person' },
    ],
    志明住高雄: [
      { words: ['志', '明'], label: 'person' },
      { words: ['高', '雄'], label: 'place' },
    ],
    春嬌愛台南: [
      { words: ['春', '嬌'], label: 'person' },
      { words: ['台', '南'], label: 'place' },
    ],
  },
}
/** Place of a label among those that the form fills in, which is its key. */
const KEYS = { person: '1', place: '2' } as const

/** The labeler's editor and its tools. */
const editorOf = ({ page }: Visitor) => page.getByRole('article')

/** A person needs a moment to look; the editor takes nothing before that. */
const look = ({ page }: Visitor) => page.waitForTimeout(400)

/** Whose text is shown, as long as nothing in it is marked. */
async function textShown(visitor: Visitor, texts: string[]): Promise<string> {
  const paragraph = editorOf(visitor).locator('p[dir]')
  await expect(paragraph).toHaveText(new RegExp(`^(${texts.join('|')})$`))
  return (await paragraph.textContent())!
}

/** Marks a stretch: by arrows, Shift and a label's key, or word by word and the label with the thumb. */
async function mark(visitor: Visitor, hands: Hands, { words: stretch, label }: Stretch): Promise<void> {
  const { page, words } = visitor
  const word = (text: string) =>
    editorOf(visitor).getByRole('button', { name: text, exact: true, disabled: false })
  const taken = (text: string) => expect(word(text)).toHaveAttribute('aria-pressed', 'true')
  if (hands === 'thumb') {
    for (const text of [stretch[0]!, ...stretch.slice(1).slice(-1)]) await word(text).tap()
    for (const text of stretch) await taken(text)
    await editorOf(visitor)
      .getByRole('button', { name: words(`questionForm.${label}`) })
      .tap()
    return
  }
  for (let i = 0; (await word(stretch[0]!).getAttribute('aria-pressed')) !== 'true'; i++) {
    expect(i, `the arrow comes to ${stretch[0]}`).toBeLessThan(12)
    await page.keyboard.press('ArrowRight')
  }
  for (const _ of stretch.slice(1)) await page.keyboard.press('Shift+ArrowRight')
  for (const text of stretch) await taken(text)
  await page.keyboard.press(KEYS[label])
}

/** The mark that a stretch has become: pressing it takes it off. */
const marked = (visitor: Visitor, { words: stretch, label }: Stretch, between: string) => {
  const { page, words } = visitor
  const name = String(words(`questionForm.${label}`).source).replaceAll(/\^\\s\*|\\s\*\$/g, '')
  return page.getByRole('button', {
    name: words('editors.removeMark', { label: name, text: stretch.join(between) }),
  })
}

/** Says that a task does not show, and is given the next. */
async function report(visitor: Visitor, hands: Hands): Promise<void> {
  const { page, words } = visitor
  const button = editorOf(visitor).getByRole('button', { name: words('editor.report') })
  if (hands === 'keyboard' && !(await page.evaluate(() => document.activeElement?.matches('textarea'))))
    await page.keyboard.press('r')
  else await press(visitor, hands, button)
  const dialog = page.getByRole('dialog')
  const broken = dialog.getByRole('radio', { name: words('editor.reason_broken') })
  if (hands === 'thumb') await broken.tap()
  else {
    await reach(visitor, dialog.getByRole('radio', { name: words('editor.reason_unclear') }))
    await page.keyboard.press('ArrowDown')
  }
  await expect(broken).toBeChecked()
  await press(visitor, hands, dialog.getByRole('button', { name: words('editor.reportSend') }))
  await expect(page.getByText(words('editor.reported'))).toBeVisible()
  await expect(dialog).toHaveCount(0)
}

/** Comes to a campaign as a guest and begins. */
async function begin(visitor: Visitor, hands: Hands, poolId: string, campaignId: string): Promise<void> {
  const { page, words } = visitor
  await page.goto(`${world().url}/label/${poolId}/${campaignId}`)
  await press(visitor, hands, page.getByRole('button', { name: words('editor.start') }))
  await agree(visitor, undefined, (button) => press(visitor, hands, button))
}

/** What the person has answered, as the instance keeps it: JSON in a text. */
async function answers({ page }: Visitor): Promise<unknown[]> {
  const lines: { value: string | null }[] = await page.evaluate(
    async () => (await (await fetch('/v1/me/work?limit=50')).json()).items,
  )
  return lines.flatMap(({ value }) => (value === null ? [] : [JSON.parse(value)]))
}

/** Pauses, takes a label away that has been given, which is refused at its field, then adds one, which is not. */
async function changeLabels({ page, words }: Visitor, campaignUrl: string): Promise<void> {
  await page.goto(campaignUrl)
  await page.getByRole('button', { name: words('requester.pause') }).click()
  await page.getByRole('tab', { name: words('requester.tab_details') }).click()
  const open = page.getByRole('button', { name: words('changeQuestion.open') })
  const form = page.getByRole('form', { name: words('changeQuestion.title') })
  const save = form.getByRole('button', { name: words('changeQuestion.save') })
  await open.click()
  await form.getByRole('button', { name: words('questionForm.remove', { number: '2' }) }).click()
  await save.click()
  await expect(form.getByRole('alert').getByText('schema.labels')).toBeVisible()
  await form.getByRole('button', { name: words('common.cancel') }).click()
  await open.click()
  await form.getByRole('button', { name: words('questionForm.addLabel') }).click()
  await form.getByRole('textbox', { name: words('questionForm.labelAt', { number: '4' }) }).fill('Z')
  await save.click()
  await expect(page.getByText(words('changeQuestion.changed'))).toBeVisible()
  await expect(form).toHaveCount(0)
}

for (const { name, locale, size, hands } of [
  { name: 'ada, at a desk, in English, by keyboard alone', locale: 'en', size: 'desk', hands: 'keyboard' },
  { name: '阿寶, on a phone, in 繁體中文, by thumb', locale: 'zh-Hant', size: 'phone', hands: 'thumb' },
] as const) {
  test(`${name}: marks words, takes a mark off, reports a task, skips one, and the marks arrive; labels change as far as they fit`, async ({
    browser,
  }) => {
    const rita = await visit(browser, { locale, size: 'desk' })
    const texts = TEXTS[locale]
    const between = locale === 'en' ? ' ' : ''
    const campaignUrl = await openAndFund(rita, {
      pool: `Names ${locale}`,
      question: 'Who and where?',
      ask: async ({ page, words }) => {
        await page.getByText(words('questionForm.type_spans')).click()
        await page.getByRole('button', { name: words('questionForm.useNames') }).click()
      },
      csv: `id,text\n${Object.keys(texts)
        .map((text, i) => `text-${i},${text}`)
        .join('\n')}\n`,
      overlap: 1,
    })
    const [, poolId, campaignId] = /requester\/([^/]+)\/campaigns\/([^/#?]+)/.exec(campaignUrl)!

    const ada = await visit(browser, { locale, size })
    const { page, words } = ada
    await begin(ada, hands, poolId!, campaignId!)
    const left = new Set(Object.keys(texts))
    const next = async () => {
      const text = await textShown(ada, [...left])
      left.delete(text)
      await look(ada)
      return { text, stretches: texts[text]! }
    }
    const send = () =>
      hands === 'keyboard'
        ? page.keyboard.press('Enter')
        : editorOf(ada)
            .getByRole('button', { name: words('editors.send') })
            .tap()

    const first = await next()
    for (const stretch of first.stretches) await mark(ada, hands, stretch)
    // One was a slip: it is taken off and given again.
    const last = first.stretches.at(-1)!
    await expect(marked(ada, last, between)).toBeVisible()
    if (hands === 'keyboard') await page.keyboard.press('Backspace')
    else await marked(ada, last, between).tap()
    await expect(marked(ada, last, between)).toHaveCount(0)
    await mark(ada, hands, last)
    for (const stretch of first.stretches) await expect(marked(ada, stretch, between)).toBeVisible()
    await send()

    await next()
    await report(ada, hands)
    await next()
    if (hands === 'keyboard') await page.keyboard.press('s')
    else
      await editorOf(ada)
        .getByRole('button', { name: words('editor.skip') })
        .tap()
    const fourth = await next()
    for (const stretch of fourth.stretches) await mark(ada, hands, stretch)
    await send()
    await expect(page.getByText(words('editor.doneTitle'))).toBeVisible()

    const offsets = ({ text, stretches }: typeof first) =>
      stretches
        .map(({ words: stretch, label }) => {
          const start = text.indexOf(stretch.join(between))
          return { start, end: start + stretch.join(between).length, label }
        })
        .sort((a, b) => a.start - b.start)
    const said = await answers(ada)
    expect(said).toHaveLength(2)
    expect(said).toEqual(expect.arrayContaining([offsets(first), offsets(fourth)]))
    await page.goto(`${world().url}/work`)
    for (const { words: stretch } of first.stretches)
      await expect(
        page
          .getByRole('listitem')
          .filter({ hasText: stretch.join(between) })
          .first(),
      ).toBeVisible()
    await changeLabels(rita, campaignUrl)
    for (const one of [ada, rita]) await one.context.close()
  })

  test(`${name}: puts right what a machine read, reports a line, and the lines arrive`, async ({
    browser,
  }) => {
    const language: LineLanguage = locale
    const truth = new Map(
      udhrLines(language)
        .slice(0, 90)
        .map((line) => [
          `data:image/png;base64,${Buffer.from(renderLine(line)).toString('base64')}`,
          line.text,
        ]),
    )
    const bo = await visit(browser, { locale, size })
    const { page, words } = bo
    await begin(bo, hands, linesPool.id, linesPool.campaigns[language === 'en' ? 0 : 2]!.id)
    const image = editorOf(bo).locator('img[src^="data:image/png"]')
    const box = editorOf(bo).getByRole('textbox', { name: words('editors.transcribe') })
    const said: string[] = []
    let changed = 0
    // Until three lines were wrong: about every second one is.
    for (let i = 0; changed < 3; i++) {
      expect(i, 'a machine is wrong about every second line').toBeLessThan(60)
      const shown = (await image.getAttribute('src'))!
      const text = truth.get(shown)
      expect(text, 'the picture is a line of the demo pool').toBeDefined()
      await look(bo)
      if (i === 1) await report(bo, hands)
      else {
        // What the machine read stands in the box, to be put right.
        await expect(box).not.toHaveValue('')
        if ((await box.inputValue()) !== text) {
          changed++
          if (hands === 'keyboard') {
            await reach(bo, box)
            await page.keyboard.press('ControlOrMeta+a')
            await page.keyboard.insertText(text!)
          } else {
            await box.tap()
            await box.fill(text!)
          }
          await expect(page.getByText(words('editors.suggestionChanged'))).toBeVisible()
        }
        said.push(text!)
        const send = editorOf(bo).getByRole('button', { name: words('editors.send') })
        await insist(
          bo,
          () => (hands === 'keyboard' ? page.keyboard.press('ControlOrMeta+Enter') : send.tap()),
          async () => (await image.getAttribute('src')) === shown,
          (within) => expect(image).not.toHaveAttribute('src', shown, within),
        )
      }
      await expect(image).not.toHaveAttribute('src', shown)
    }
    expect((await answers(bo)).sort()).toEqual(said.sort())
    await page.goto(`${world().url}/work`)
    for (const line of said) await expect(page.getByText(line, { exact: true })).toBeVisible()
    await bo.context.close()
  })
}
