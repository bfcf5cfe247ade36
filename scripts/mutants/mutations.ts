import { type AstNode, parse } from './compiler.ts'

/** One change of one place. */
export interface Mutant {
  /** Stable across runs as long as the place is: file, line, kind, and a number where a line has several. */
  id: string
  file: string
  line: number
  kind: Kind
  before: string
  after: string
  /** In bytes of the file. */
  start: number
  length: number
}

export type Kind =
  | 'operator'
  | 'bound'
  | 'removed check'
  | 'swapped arguments'
  | 'removed event'
  | 'removed write'
  | 'removed modifier'

const OPERATORS: Record<string, readonly [string, Kind]> = {
  '<': ['<=', 'bound'],
  '<=': ['<', 'bound'],
  '>': ['>=', 'bound'],
  '>=': ['>', 'bound'],
  '==': ['!=', 'operator'],
  '!=': ['==', 'operator'],
  '+': ['-', 'operator'],
  '-': ['+', 'operator'],
  '*': ['/', 'operator'],
  '/': ['*', 'operator'],
  '&&': ['||', 'operator'],
  '||': ['&&', 'operator'],
  '&': ['|', 'operator'],
  '+=': ['-=', 'operator'],
  '-=': ['+=', 'operator'],
}

/** Every place of the named files that can be broken so that it may still compile, in the order of the text. */
export function mutants(files: ReadonlySet<string>, sources: ReadonlyMap<string, string>): Mutant[] {
  const found: Mutant[] = []
  for (const [file, ast] of parse(sources)) {
    if (!files.has(file)) continue
    const bytes = Buffer.from(sources.get(file)!, 'utf8')
    const text = (node: AstNode) => {
      const [start, length] = placeOf(node)
      return bytes.subarray(start, start + length).toString('utf8')
    }
    const add = (kind: Kind, node: AstNode, after: string) => {
      const [start, length] = placeOf(node)
      const line = bytes.subarray(0, start).toString('utf8').split('\n').length
      found.push({ id: '', file, line, kind, before: text(node), after, start, length })
    }
    walk(ast, (node) => mutate(node, text, add))
  }
  return named(
    found.sort((a, b) => a.file.localeCompare(b.file) || a.start - b.start || a.after.localeCompare(b.after)),
  )
}

/** The source of a mutant. */
export function apply(mutant: Mutant, source: string): string {
  const bytes = Buffer.from(source, 'utf8')
  const [head, tail] = [bytes.subarray(0, mutant.start), bytes.subarray(mutant.start + mutant.length)]
  return Buffer.concat([head, Buffer.from(mutant.after, 'utf8'), tail]).toString('utf8')
}

function mutate(
  node: AstNode,
  text: (node: AstNode) => string,
  add: (kind: Kind, node: AstNode, after: string) => void,
): void {
  switch (node.nodeType) {
    case 'BinaryOperation': {
      const change = OPERATORS[String(node.operator)]
      if (!change) return
      add(
        change[1],
        node,
        `${text(node.leftExpression as AstNode)} ${change[0]} ${text(node.rightExpression as AstNode)}`,
      )
      return
    }
    case 'Assignment': {
      const change = OPERATORS[String(node.operator)]
      const [left, right] = [node.leftHandSide as AstNode, node.rightHandSide as AstNode]
      if (change) add(change[1], node, `${text(left)} ${change[0]} ${text(right)}`)
      return
    }
    case 'IfStatement': {
      const condition = node.condition as AstNode
      if (text(node.trueBody as AstNode).includes('revert')) add('removed check', condition, 'false')
      else if (node.falseBody == null) add('removed check', condition, 'true')
      return
    }
    case 'FunctionCall': {
      const given = node.arguments as AstNode[]
      if (node.kind !== 'functionCall' || given.length < 2) return
      for (let i = 0; i + 1 < given.length; i++) {
        const [one, other] = [given[i]!, given[i + 1]!]
        if (typeOf(one) !== typeOf(other) || text(one) === text(other)) continue
        const swapped = given.map((_, k) => text(given[k === i ? i + 1 : k === i + 1 ? i : k]!))
        add('swapped arguments', node, `${text(node.expression as AstNode)}(${swapped.join(', ')})`)
        return
      }
      return
    }
    case 'EmitStatement':
      add('removed event', node, '0')
      return
    case 'ExpressionStatement': {
      const expression = node.expression as AstNode
      if (expression.nodeType === 'Assignment' && expression.operator === '=') add('removed write', node, '0')
      return
    }
    case 'ModifierInvocation':
      if (node.arguments == null && /^(nonReentrant|only\w+)$/.test(text(node)))
        add('removed modifier', node, '')
      return
  }
}

function walk(node: unknown, visit: (node: AstNode) => void): void {
  if (Array.isArray(node)) for (const one of node) walk(one, visit)
  else if (isNode(node)) {
    visit(node)
    for (const [key, child] of Object.entries(node)) if (key !== 'documentation') walk(child, visit)
  }
}

function isNode(value: unknown): value is AstNode {
  return typeof value === 'object' && value !== null && 'nodeType' in value && 'src' in value
}

function placeOf(node: AstNode): [start: number, length: number] {
  const [start, length] = node.src.split(':').map(Number)
  return [start!, length!]
}

function typeOf(node: AstNode): string | undefined {
  return (node.typeDescriptions as { typeString?: string } | undefined)?.typeString
}

function named(found: Mutant[]): Mutant[] {
  const seen = new Map<string, number>()
  return found.map((mutant) => {
    const place = `${mutant.file.slice(4)}:${mutant.line} ${mutant.kind}`
    const n = (seen.get(place) ?? 0) + 1
    seen.set(place, n)
    return { ...mutant, id: n === 1 ? place : `${place} ${n}` }
  })
}
