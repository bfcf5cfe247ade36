import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parseSync } from 'oxc-parser'
import { ROOT } from '../../runtime/root.ts'

/** A node of the syntax tree (ESTree); what it has besides depends on its type. */
export interface Node {
  type: string
  [key: string]: unknown
}

/** Where a name leads: a declaration of a file. */
export interface Place {
  file: string
  name: string
}

/** What a file declares at its top, and where the names that it uses or passes on come from. */
export interface Source {
  program: Node
  /** By the name in this file. */
  declared: Map<string, Node>
  /** By the name in this file; `*` for a whole module. */
  imported: Map<string, Place>
  /** By the name outside: a declaration here, or one that is passed on. */
  exported: Map<string, Place>
}

export const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string'

const TYPES = /^(typeAnnotation|typeArguments|typeParameters|returnType)$/
/** A name that is no reference: of a member, or of what an object calls its own. */
const isLabel = (node: Node, key: string) =>
  node.computed !== true &&
  (key === 'property' ||
    (key === 'key' && /^(Property|MethodDefinition|PropertyDefinition)$/.test(node.type)))

/** The nodes directly below one, without those that only say types and without names of members. */
export function* below(node: Node): Generator<Node> {
  const typeOnly = node.type.startsWith('TS')
  for (const [key, value] of Object.entries(node)) {
    if ((typeOnly ? key !== 'expression' : TYPES.test(key)) || isLabel(node, key)) continue
    for (const one of Array.isArray(value) ? value : [value]) if (isNode(one)) yield one
  }
}

const read = new Map<string, Source>()

/** A source file of ours, read once. */
export function sourceOf(file: string): Source {
  const known = read.get(file)
  if (known) return known
  const { program } = parseSync(file, readFileSync(file, 'utf8')) as unknown as { program: Node }
  const source: Source = { program, declared: new Map(), imported: new Map(), exported: new Map() }
  read.set(file, source)
  for (const statement of program.body as Node[]) note(file, source, statement)
  return source
}

function note(file: string, source: Source, statement: Node): void {
  const inner = statement.declaration as Node | null | undefined
  if (statement.type === 'ImportDeclaration') {
    const from = fileOf(file, text(statement.source))
    if (!from || statement.importKind === 'type') return
    for (const one of statement.specifiers as Node[])
      source.imported.set(nameOf(one.local), {
        file: from,
        name: one.type === 'ImportNamespaceSpecifier' ? '*' : nameOf(one.imported ?? one.local),
      })
  } else if (statement.type === 'ExportNamedDeclaration' && !inner) {
    const from = statement.source ? fileOf(file, text(statement.source)) : file
    if (!from) return
    for (const one of statement.specifiers as Node[])
      source.exported.set(nameOf(one.exported), { file: from, name: nameOf(one.local) })
  } else if (inner) {
    for (const name of declare(source, inner)) source.exported.set(name, { file, name })
  } else declare(source, statement)
}

function declare({ declared }: Source, node: Node): string[] {
  const found = declarations(node)
  for (const [name, made] of found) declared.set(name, made)
  return found.map(([name]) => name)
}

/** The names that a statement declares, each with what it is made of. */
export function declarations(node: Node): [string, Node][] {
  if (node.type === 'VariableDeclaration')
    return (node.declarations as Node[]).flatMap((one) =>
      one.init ? namesIn(one.id as Node).map((name): [string, Node] => [name, one.init as Node]) : [],
    )
  return /^(Function|Class)Declaration$/.test(node.type) ? [[nameOf(node.id), node]] : []
}

function namesIn(pattern: Node): string[] {
  if (pattern.type === 'Identifier') return [nameOf(pattern)]
  const parts = (pattern.properties ?? pattern.elements ?? []) as (Node | null)[]
  return parts.flatMap((part) => {
    const inner = (part?.value ?? part?.argument ?? part) as Node | null
    return inner ? namesIn((inner.left as Node | undefined) ?? inner) : []
  })
}

export const nameOf = (node: unknown): string =>
  (node as { name?: string; value?: string }).name ?? text(node)
const text = (node: unknown): string => String((node as { value: unknown }).value)

/** The file behind an import of ours, or null for anything else. */
function fileOf(importer: string, name: string): string | null {
  if (name.startsWith('.')) return join(dirname(importer), name)
  const [, folder, door = ''] = /^@rowright\/(\w+)(\/\w+)?$/.exec(name) ?? []
  if (!folder) return null
  const home = join(ROOT, 'packages', folder)
  if (!existsSync(join(home, 'package.json'))) return null
  const { exports } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')) as {
    exports: Record<string, string>
  }
  return join(home, exports[`.${door}`]!)
}
