import { chromium } from 'playwright-core'
import { signIn, giveConsent, type Site } from './replay/account.ts'
import { callerOf } from './replay/api.ts'
import { openHttp } from './replay/http.ts'
import { privateKeyToAccount } from 'viem/accounts'
import { createSiweMessage } from 'viem/siwe'
const URL_ = process.argv[2]!
const signal = new AbortController().signal
const http = openHttp([URL_], signal)
const instance = await callerOf(http).get<any>('/v1/instance')
const site: Site = { http, signal, instance, keySeed: 'shots ' + Date.now() }
const rita = await signIn(site, 'rita')
const pool = await rita.post<any>('/v1/pools', { name: 'Weather words', description: '', terms: { purposes: ['research'], licenseeClasses: ['anyone'], months: 12, note: '' } })
const campaign = await rita.post<any>(`/v1/pools/${pool.id}/campaigns`, { name: 'Is the weather good?', labels: [{ value: 'yes', label: 'Yes' }, { value: 'no', label: 'No' }], price: '0', overlap: 6, overlapMin: 2, targetConfidencePpm: 950000, reviewSlots: 1, goldRatePpm: 100000, quotas: [{ stratum: 'language', value: 'hi', maxPpm: 400000 }] })
const path = `/v1/pools/${pool.id}/campaigns/${campaign.id}`
const rows = Array.from({ length: 120 }, (_, i) => ({ id: `w-${i}`, text: `sky ${i}`, language: i % 3 === 0 ? 'en' : i % 7 === 0 ? 'zh-Hant' : 'hi', source: `paper ${i % 4}`, ...(i % 10 === 0 ? { gold: i % 2 ? 'yes' : i % 20 === 0 ? 'no' : 'yes' } : {}) }))
await rita.upload('POST', `${path}/items`, rows)
await rita.post(`${path}/start`)
const terms = await rita.get<any>(`/v1/pools/${pool.id}/consent-terms`)
const labelers = []
for (let i = 0; i < 7; i++) { const l = await signIn(site, `l${i}`); await giveConsent(l, pool.id, terms); labelers.push(l) }
for (const [j, l] of labelers.entries()) for (let n = 0; n < 45; n++) {
  const { assignment } = await l.post<any>(`${path}/assignments`)
  if (!assignment) { await new Promise((r) => setTimeout(r, 600)); if (n > 35) break; continue }
  const i = Number(assignment.payload.text.split(' ')[1])
  const right = i % 20 === 0 ? 'no' : i % 10 === 0 ? 'yes' : i % 2 ? 'yes' : 'no'
  await l.post(`/v1/pools/${pool.id}/assignments/${assignment.id}/submit`, { value: (i * 7 + j * 3) % 9 === 0 ? (right === 'yes' ? 'no' : 'yes') : right })
}
await new Promise((r) => setTimeout(r, 3000))
console.log(JSON.stringify((await rita.get<any>(`${path}/progress`)).adaptive))
console.log(JSON.stringify(await rita.get<any>(`${path}/coverage`)).slice(0, 1500))
// a cookie for the browser
const wallet = privateKeyToAccount(rita.privateKey)
const { nonce } = await callerOf(http).post<any>('/api/auth/siwe/nonce')
const message = createSiweMessage({ address: wallet.address, chainId: instance.chain.id, domain: new URL(instance.publicUrl).host, uri: instance.publicUrl, nonce, version: '1' })
const res = await fetch(`${URL_}/api/auth/siwe/verify`, { method: 'POST', headers: { 'content-type': 'application/json', origin: instance.publicUrl }, body: JSON.stringify({ message, signature: await wallet.signMessage({ message }) }) })
const cookies = res.headers.getSetCookie().map((c) => { const [nv] = c.split(';'); const k = nv!.indexOf('='); return { name: nv!.slice(0, k), value: decodeURIComponent(nv!.slice(k + 1)), url: URL_ } })
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] })
for (const [w, h, scheme, lang, tag] of [[1280, 900, 'light', 'en', 'desk'], [390, 844, 'dark', 'zh-Hant', 'phone']] as const) {
  const context = await browser.newContext({ viewport: { width: w, height: h }, colorScheme: scheme, locale: lang })
  await context.addCookies(cookies)
  const page = await context.newPage()
  await page.goto(`${URL_}/requester/${pool.id}/campaigns/${campaign.id}`)
  await page.waitForTimeout(4000)
  await page.screenshot({ path: `/tmp/shots/progress-${tag}.png`, fullPage: true })
  await page.getByRole('tab').nth(2).click(); await page.waitForTimeout(2500)
  await page.screenshot({ path: `/tmp/shots/coverage-${tag}.png`, fullPage: true })
  await page.goto(`${URL_}/requester/${pool.id}/campaigns/new`); await page.waitForTimeout(4000)
  const radio = page.locator('input[name=stopping]').nth(1)
  if (await radio.count()) await radio.check()
  const more = page.locator('summary').first(); if (await more.count()) { await more.click(); await page.getByRole('button', { name: /quota|配額/i }).first().click().catch(() => {}) }
  await page.waitForTimeout(800)
  await page.screenshot({ path: `/tmp/shots/form-${tag}.png`, fullPage: true })
  await context.close()
}
await browser.close()
process.exit(0)
