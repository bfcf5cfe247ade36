import {
  bytesWords,
  consentWords,
  inEnglish,
  moneyWords,
  openInstance,
  openJournal,
  type Pairing,
  settingsSchema,
} from '@rowright/node'
import { userAgentOf } from '@rowright/protocol'
import { FOLDER } from './env.ts'
import { openFileStore } from './fileStore.ts'
import { openIdentity } from './identity.ts'
import { holdFolder } from './oneProcess.ts'
import { NodeProblem } from './problem.ts'
import { pair, runNode } from './run.ts'
import { selfTest } from './selfTest.ts'

const USAGE = `rowright-node: a collection node without a browser. Its memory: ${FOLDER}

  pair URL CODE [NAME]          ties this machine to your account, by the code of its page "Node"
  run                           works until you stop it; what is under way is kept
  status                        what it is doing, what it earned, what it used
  settings [KEY VALUE]          shows or changes a setting (VALUE as JSON), e.g. settings on true
  pools                         which pools collect, and which wait for your consent
  log [NUMBER]                  the newest lines of everything it did
  selftest                      tries to reach your router and shows that it cannot
  forget                        deletes journal, log and pairing; pending earnings stay with your account
`

const say = (line: string) => console.log(line)
const [command, ...positionals] = process.argv.slice(2)

const store = await openFileStore(FOLDER)
const node = await openIdentity(FOLDER)
const journal = openJournal(store)

async function paired(): Promise<Pairing> {
  const pairing = await journal.pairing()
  if (pairing) return pairing
  throw new NodeProblem('This node is not paired with an account.', 'Run: rowright-node pair URL CODE')
}

const COMMANDS: Record<string, () => Promise<void>> = {
  async pair() {
    const [url, code, name = 'headless'] = positionals
    if (!url || !code || !URL.canParse(url))
      throw new NodeProblem(
        'pair takes the instance’s address and a code.',
        'For example: pair https://rowright.example 7K2M-Q9XD',
      )
    await journal.setPairing(await pair({ url, code, name, node }))
    say('✓ Paired. The node is off and previews only: read "settings", then switch it on.')
  },
  async run() {
    const release = await holdFolder(FOLDER)
    const stop = new AbortController()
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop.abort())
    try {
      await runNode({ store, pairing: await paired(), node, say, signal: stop.signal })
    } finally {
      await release()
    }
  },
  async status() {
    const pairing = await paired()
    const { hour, day } = await journal.usage(Date.now())
    const settings = await journal.settings()
    const open = (await journal.works()).filter((work) => work.state !== 'done')
    say(`${settings.on ? 'On' : 'Off'}, ${settings.mode}. ${open.length} leases under way.`)
    say(
      `Used: ${bytesWords(hour.bytes)} this hour, ${bytesWords(day.bytes)} today (UTC), of ${settings.megabytesPerDay} MB.`,
    )
    const called = await openInstance({ url: pairing.url, node, now: Date.now, fetch }).call('me', {})
    if (called.kind !== 'answer') return say(`Earnings: ${inEnglish(called.said)}`)
    const { token, earned, escrow } = called.output
    const money = (amount: string) => moneyWords(amount, token)
    say(
      `Earned: ${money(earned.all.final)} final, ${money(earned.all.pending)} pending; held until checked: ${money(escrow.held)}.`,
    )
  },
  async pools() {
    const pairing = await paired()
    const called = await openInstance({ url: pairing.url, node, now: Date.now, fetch }).call('me', {})
    if (called.kind !== 'answer') return say(inEnglish(called.said))
    const { campaigns, token } = called.output
    for (const { poolName, name, pay, agreed } of campaigns)
      say(`${agreed ? '✓ agreed ' : '– waits  '}  ${poolName}: ${name}, ${moneyWords(pay, token)} a page`)
    const waiting = new Set(campaigns.filter(({ agreed }) => !agreed).map(({ poolId }) => poolId))
    if (waiting.size > 0) say(inEnglish(consentWords(waiting.size, pairing.publicUrl)))
    if (campaigns.length === 0) say('No pool collects pages now.')
  },
  async settings() {
    const [key, value] = positionals
    const now = await journal.settings()
    if (key === undefined || value === undefined) return say(JSON.stringify(now, null, 2))
    await journal.setSettings(settingsSchema.parse({ ...now, [key]: JSON.parse(value) }))
    say(`✓ ${key}: ${value}`)
  },
  async log() {
    for (const { at, text } of await store.tail(Number(positionals[0] ?? 50))) say(`${at}  ${text}`)
  },
  async selftest() {
    const pairing = await journal.pairing()
    const { lines, privateHits } = await selfTest(
      userAgentOf(pairing?.publicUrl ?? 'https://rowright.invalid/'),
    )
    for (const { what, words, refused } of lines)
      say(`${refused ? '✓ refused' : '✗ REACHED'}  ${what}: ${words}`)
    say(`The private server counted ${privateHits} requests.`)
    if (privateHits > 0 || lines.some(({ refused }) => !refused)) process.exitCode = 1
  },
  async forget() {
    const release = await holdFolder(FOLDER)
    await store.clear()
    await release()
    say('✓ Forgotten. The key stays, so that pending earnings still come to your account.')
  },
}

const work = command === undefined ? undefined : COMMANDS[command]
if (!work) {
  say(USAGE)
  process.exitCode = command ? 1 : 0
} else {
  try {
    await work()
  } catch (error) {
    const known =
      error instanceof NodeProblem || error instanceof SyntaxError || (error as Error).name === 'ZodError'
    if (!known) throw error
    console.error(`✗ ${(error as Error).message}${error instanceof NodeProblem ? ` ${error.hint}` : ''}`)
    process.exitCode = 1
  }
}
