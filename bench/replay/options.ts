import { parseArgs } from 'node:util'

import { ReplayError } from './errors.ts'

export const HELP = `npm run replay -- DIR [options]
  DIR          a folder with answers.csv (task,worker,label) and, if known, truth.csv (task,label)
  --adaptive   tasks close when their answers are sure enough, instead of getting all that were recorded
  --seed N     decides which tasks are gold (1)
  --url U      plays against a running system; without it, one of its own on free ports is started and removed
  --api N      api processes of that system (1)
  --web N      web processes (1); 0 saves building the pages, which a replay does not ask for
  --worker N   worker processes (1)
  --kill NAME  kills (SIGKILL) that process of it once, e.g. api, web, worker, api-2: when half of the answers are
               in, or at NAME@MOMENT: answers, verdicts, epoch, cash-out, revenue. Several: --kill api,worker@epoch

The last line is one JSON object. Exit code 1: something is not as it must be; the lines before it say what.`

/** Moments of a replay at which a process can be killed. */
export const MOMENTS = ['answers', 'verdicts', 'epoch', 'cash-out', 'revenue'] as const
export type Moment = (typeof MOMENTS)[number]

export interface Kill {
  process: string
  at: Moment
}

export interface Options {
  folder: string
  seed: string
  adaptive: boolean
  url: string | undefined
  counts: { api: number; web: number; worker: number }
  kills: Kill[]
}

/** Reads the command line. @returns null when help was asked for. @throws ReplayError */
export function readOptions(args: string[]): Options | null {
  const { values, positionals } = parsed(args)
  if (values.help) return null
  const [folder, ...more] = positionals
  if (folder === undefined) throw new ReplayError('Give the folder of a dataset: npm run replay -- DIR.')
  if (more.length > 0) throw new ReplayError(`One dataset at a time; "${more[0]}" is one too many.`)
  const own = ['api', 'web', 'worker', 'kill'] as const
  const misplaced = values.url === undefined ? undefined : own.find((name) => values[name] !== undefined)
  if (misplaced)
    throw new ReplayError(`--${misplaced} is for a system of our own; it does not go with --url.`)
  return {
    folder,
    seed: String(whole('seed', values.seed ?? '1', 0)),
    adaptive: values.adaptive ?? false,
    url: values.url === undefined ? undefined : address(values.url),
    counts: {
      api: whole('api', values.api ?? '1', 1),
      web: whole('web', values.web ?? '1', 0),
      worker: whole('worker', values.worker ?? '1', 1),
    },
    kills: (values.kill ?? '').split(',').filter(Boolean).map(killOf),
  }
}

function parsed(args: string[]) {
  const text = { type: 'string' } as const
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        seed: text,
        adaptive: { type: 'boolean' },
        url: text,
        api: text,
        web: text,
        worker: text,
        kill: text,
        help: { type: 'boolean', short: 'h' },
      },
    })
  } catch (error) {
    const why = (error as Error).message.split('. ')[0]!.replace(/\.$/, '')
    throw new ReplayError(`${why}. \`npm run replay -- --help\` lists the options.`)
  }
}

function whole(name: string, text: string, least: number): number {
  const value = Number(text)
  if (/^\d+$/.test(text) && Number.isSafeInteger(value) && value >= least) return value
  throw new ReplayError(`--${name} is "${text}", not a whole number from ${least}.`)
}

function address(text: string): string {
  const url = URL.parse(text)
  if (url && /^https?:$/.test(url.protocol)) return url.origin
  throw new ReplayError(`--url is "${text}", not an address like http://localhost:3000.`)
}

function killOf(text: string): Kill {
  const [process = '', at = 'answers'] = text.split('@')
  const moment = MOMENTS.find((known) => known === at)
  if (!moment) throw new ReplayError(`--kill ${text}: the moments are ${MOMENTS.join(', ')}.`)
  if (!/^(api|web|worker)(-\d+)?$/.test(process))
    throw new ReplayError(`--kill ${text}: the processes are api, web, worker, and api-2 and so on.`)
  return { process, at: moment }
}
