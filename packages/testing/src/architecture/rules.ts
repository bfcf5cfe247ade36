import type { Import, Source } from './sources.ts'

/** The order in which rooms may use each other: a room imports rooms before it only. */
export const ROOMS = [
  'people',
  'ledger',
  'pool',
  'consent',
  'collect',
  'item',
  'labeling',
  'consensus',
  'settlement',
  'appeal',
  'release',
  'license',
  'export',
  'webhook',
  'reward',
  'play',
]

/** What a package or app must not import. A key matches paths that start with it. */
const FORBIDDEN: Record<string, { imports: RegExp; why: string; exceptTypes?: RegExp }> = {
  'apps/web/': {
    imports: /^(@rowright\/(db|pipeline|server|testing)|pg$|drizzle-orm)/,
    why: 'pages are HTML only and ask the API',
    exceptTypes: /^@rowright\/server/,
  },
  'apps/extension/': {
    imports: /^(@rowright\/(db|pipeline|server|testing)|pg$|drizzle-orm)/,
    why: 'it runs in a browser',
  },
  'packages/protocol/': { imports: /^(node:|@rowright\/)/, why: 'it runs anywhere and does no I/O' },
  'packages/aggregate/': { imports: /^(node:|@rowright\/(?!protocol))/, why: 'it is pure computation' },
  'packages/tasktype/': {
    imports: /^(node:|@rowright\/(?!protocol|aggregate))/,
    why: 'it is pure computation and runs in a browser too',
  },
  'packages/collector/': { imports: /^(node:|@rowright\/(?!protocol))/, why: 'it runs in a browser too' },
  'packages/node/': {
    imports: /^(node:|@rowright\/(?!protocol|collector))/,
    why: 'it runs in a browser too',
  },
  'packages/db/': { imports: /^@rowright\/(pipeline|server|chain)/, why: 'it is below them' },
  'packages/chain/': { imports: /^@rowright\/(db|pipeline|server)/, why: 'the chain is an edge' },
  'packages/pipeline/': { imports: /^@rowright\/server/, why: 'the server calls verbs, not the other way' },
}

const MOST_LINES = 400

/** Files that may read the environment: composition roots, commands and tools' configuration. */
const MAY_READ_ENVIRONMENT =
  /^(apps\/[^/]+\/src\/env\.ts|packages\/testing\/src\/env\.ts|scripts\/.*|bench\/.*|e2e\/.*|[^/]+\.config\.ts|apps\/[^/]+\/[^/]+\.config\.ts|contracts\/[^/]+\.mjs|packages\/[^/]+\/[^/]+\.mjs)$/

/** Every breach of the architecture, each one line that says who, what and why. */
export function breaches(sources: Source[]): string[] {
  const owners = ownersOf(sources)
  return sources.flatMap((source) => [
    ...writes(source, owners),
    ...tooLong(source),
    ...environment(source),
    ...clockAndChance(source),
    ...source.imports.flatMap((imported) => [
      ...direction(source, imported),
      ...doors(source, imported),
      ...edges(source, imported),
    ]),
    ...unknownRoom(source),
    ...drawer(source),
  ])
}

function tooLong({ path, lines }: Source): string[] {
  return lines > MOST_LINES
    ? [`${path} has ${lines} lines; ${MOST_LINES} is the most. Split it by what it says.`]
    : []
}

function environment({ path, code }: Source): string[] {
  if (!/\bprocess\.env\b/.test(code) || isTest(path) || MAY_READ_ENVIRONMENT.test(path)) return []
  return [`${path} reads the environment; only a composition root does, and hands on what others need.`]
}

function clockAndChance({ path, code }: Source): string[] {
  if (!path.startsWith('packages/pipeline/') || isTest(path)) return []
  return [...code.matchAll(/\b(Date\.now|Math\.random|crypto\.random\w+)\(|\bnew Date\(\)/g)].map(
    (match) => `${path} calls ${match[0]}; time and randomness come from ctx.`,
  )
}

function direction({ path }: Source, { target }: Import): string[] {
  const from = roomOf(path)
  const to = roomOf(target)
  if (!from || !to || from === to || ROOMS.indexOf(to) <= ROOMS.indexOf(from)) return []
  const between = ROOMS.slice(ROOMS.indexOf(from), ROOMS.indexOf(to) + 1).join(' ─ ')
  return [`${path} → ${target}: ${from} stands left of ${to} (${between}) and may not import it.`]
}

function doors({ path }: Source, { target }: Import): string[] {
  const to = roomOf(target)
  if (to) {
    const passes = roomOf(path) === to || /^packages\/pipeline\/src\/\w+\/index\.ts$/.test(target)
    return passes || !target.includes('/src/')
      ? []
      : [`${path} → ${target}: a room's only door is its index.ts.`]
  }
  const here = packageOf(path)
  const there = packageOf(target)
  if (!there || here === there || !here?.startsWith('packages/') || here === 'packages/testing') return []
  return [`${path} → ${target}: other packages are imported by name, through their exports.`]
}

function edges({ path }: Source, { specifier, typeOnly }: Import): string[] {
  const tools = isTest(path) || path.endsWith('.mjs') || path.endsWith('.config.ts')
  return Object.entries(FORBIDDEN).flatMap(([place, { imports, why, exceptTypes }]) => {
    if (!path.startsWith(place) || !imports.test(specifier)) return []
    if (tools && /^(node:|@rowright\/testing)/.test(specifier)) return []
    if (typeOnly && exceptTypes?.test(specifier)) return []
    return [`${path} → ${specifier}: ${place.slice(0, -1)} may not import it, because ${why}.`]
  })
}

function unknownRoom({ path }: Source): string[] {
  const folder = /^packages\/pipeline\/src\/([^/]+)\//.exec(path)?.[1]
  return folder && !ROOMS.includes(folder) ? [`${path}: "${folder}" is not a room of the architecture.`] : []
}

function drawer({ path }: Source): string[] {
  const folder = /(?:^|\/)(lib|utils?|common|shared|core|helpers?|types)\//.exec(path)?.[1]
  const file = /(?:^|\/)(utils?|common|helpers?)\.\w+$/.exec(path)?.[1]
  const name = folder ?? file
  return name ? [`${path}: "${name}" says nothing about what is in it; name it by what it does.`] : []
}

type Owner = { folder: string; table: string }

/** Who may write which table, by its name in SQL and by the name it is exported under. */
function ownersOf(sources: Source[]): Map<string, Owner> {
  const owners = new Map<string, Owner>()
  for (const { path, code } of sources) {
    if (!path.endsWith('.sql.ts')) continue
    const folder = path.slice(0, path.lastIndexOf('/') + 1)
    for (const [, name, table] of code.matchAll(/\bexport const (\w+) = pgTable\(\s*'(\w+)'/g)) {
      owners.set(name!, { folder, table: table! })
      owners.set(table!, { folder, table: table! })
    }
  }
  return owners
}

/** Rule 2: a room's tables are written in its folder only. Tests and benches lay out what they need. */
function writes({ path, code }: Source, owners: Map<string, Owner>): string[] {
  if (isTest(path) || /^(bench|e2e|scripts)\/|\/(testing|test\w+)[/.]/.test(path)) return []
  const found = [
    ...code.matchAll(/\btx\s*\.(?:insert|update|delete)\((\w+)\)/g),
    ...code.matchAll(/\b(?:insert into|update|delete from)\s+"?(\w+)"?/gi),
  ]
  return found.flatMap(([, name]) => {
    const owner = owners.get(name!)
    return !owner || path.startsWith(owner.folder)
      ? []
      : [`${path} writes ${owner.table}; only ${owner.folder.slice(0, -1)} does.`]
  })
}

/** The room of a path, or of a package import like `@rowright/pipeline/pool`. */
function roomOf(target: string): string | undefined {
  const room = /^(?:packages\/pipeline\/src|@rowright\/pipeline)\/([^/.]+)/.exec(target)?.[1]
  return room && ROOMS.includes(room) ? room : undefined
}

function packageOf(path: string): string | undefined {
  return /^(packages|apps)\/[^/]+/.exec(path)?.[0]
}

function isTest(path: string): boolean {
  return /\.test\.tsx?$/.test(path)
}
