import { below, declarations, isNode, type Node, nameOf, type Place, sourceOf } from './sources.ts'

const MADE = new Set(['RowrightError', 'ChainError', 'TooMany'])
const CODE = /^[a-z-]+\/[a-z0-9-]+$/

/**
 * The codes of all errors that a piece of code can make, itself or by what it mentions, however far away. What it
 * mentions and never calls counts too: more is listed than happens, and never less.
 * @param locals declarations around the piece that are not at the top of its file.
 */
export function codesOf(file: string, piece: Node, locals: ReadonlyMap<string, Node> = new Map()): string[] {
  const codes = new Set<string>()
  const seen = new Set<Node>()
  const follow = (at: string, node: Node) => {
    if (seen.has(node)) return
    seen.add(node)
    for (const code of madeBy(node)) codes.add(code)
    for (const place of mentioned(at, node)) {
      const local = place.file === at && at === file ? locals.get(place.name) : undefined
      const found = local ? { file: at, node: local } : declaredAt(place)
      if (found) follow(found.file, found.node)
    }
    for (const one of below(node)) follow(at, one)
  }
  follow(file, piece)
  return [...codes].sort()
}

/** What is declared inside a function, at any depth: the code around a handler that it may use. */
export function localsOf(node: Node, into = new Map<string, Node>()): Map<string, Node> {
  for (const [name, made] of declarations(node)) into.set(name, made)
  for (const one of below(node)) localsOf(one, into)
  return into
}

function madeBy(node: Node): string[] {
  const callee = node.callee as Node | undefined
  const made = node.type === 'NewExpression' ? MADE.has(nameOf(callee)) : callee?.type === 'Super'
  if (!made) return []
  const [first] = node.arguments as Node[]
  return first ? literals(first).filter((text) => CODE.test(text)) : []
}

function literals(node: Node): string[] {
  if (node.type === 'Literal' && typeof node.value === 'string') return [node.value]
  return [...below(node)].flatMap(literals)
}

function* mentioned(file: string, node: Node): Generator<Place> {
  const { imported } = sourceOf(file)
  if (node.type === 'Identifier') yield imported.get(nameOf(node)) ?? { file, name: nameOf(node) }
  const whole = node.type === 'MemberExpression' && imported.get(nameOf(node.object))
  if (whole && whole.name === '*') yield { file: whole.file, name: nameOf(node.property) }
}

/** Goes through the doors between files to where something is declared. */
function declaredAt({ file, name }: Place): { file: string; node: Node } | null {
  const { declared, exported, imported } = sourceOf(file)
  const here = declared.get(name)
  if (here) return { file, node: here }
  const next = exported.get(name) ?? imported.get(name)
  return next && !(next.file === file && next.name === name) && isNode(sourceOf(next.file).program)
    ? declaredAt(next)
    : null
}
