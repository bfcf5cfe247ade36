/**
 * Lying nodes against the decisions of the room `collect`
 *
 * npm run bench -- saboteurs [--seeds 5] [--first 1] [--each] [--lying 0.3]
 * 200 nodes of which 30 % lie (`--lying`: another share), 300 leases per honest node, equal demand; who is dismissed
 * comes back with a fresh key when its network may. The crowd plays all strategies mixed; `--each` plays one crowd per
 * strategy instead, all liars alike, which is harsher. The last line is the worst that was seen of each figure, over all
 * crowds and seeds. `falseAccept`: fakes among the accepted documents. `honestReject`: contributions of honest nodes that
 * were refused or withdrawn. `overhead`: witnesses, platform looks (probation, third copies, inquests) and canaries per
 * accepted document. `honestPay`: what honest nodes earned per lease, of the promised reward.
 */
import { parseArgs } from 'node:util'
import { report, round } from './aggregate/data.ts'
import { CROWDS, LYING, MIXED, play, type Told } from './collect/crowd.ts'

report(() => {
  const { values } = parseArgs({
    options: {
      seeds: { type: 'string', default: '5' },
      first: { type: 'string', default: '1' },
      each: { type: 'boolean', default: false },
      lying: { type: 'string', default: String(LYING) },
    },
  })
  const told: Told[] = []
  for (const [name, crowd] of Object.entries(CROWDS)) {
    if (values.each === (name === MIXED)) continue
    for (let seed = Number(values.first); seed < Number(values.first) + Number(values.seeds); seed++) {
      const one = play(crowd, seed, Number(values.lying))
      told.push(one)
      const figures = Object.entries(one).map(([key, value]) => `${key} ${round(value, 4)}`)
      console.log(`${name}, seed ${seed}: ${figures.join(' · ')}`)
    }
  }
  const worst = (key: keyof Told) => round(Math.max(...told.map((one) => one[key])), 6)
  return {
    falseAccept: worst('falseAccept'),
    honestReject: worst('honestReject'),
    overhead: worst('overhead'),
    honestPay: round(Math.min(...told.map((one) => one.honestPay)), 6),
  }
})
