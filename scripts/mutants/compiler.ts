import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, posix } from 'node:path'
import { ROOT } from '../runtime/root.ts'

/** A node of solc's AST: its type, its place `start:length:file` in bytes, and whatever else it has. */
export interface AstNode {
  nodeType: string
  src: string
  [key: string]: unknown
}

interface Output {
  errors?: { severity: string; formattedMessage: string }[]
  sources: Record<string, { ast: AstNode }>
  contracts?: Record<string, Record<string, { abi: unknown[]; evm: { bytecode: { object: string } } }>>
}

const CONTRACTS = join(ROOT, 'contracts')
const solc = createRequire(import.meta.url)('solc') as { compile(input: string): string }

/** The sources of `contracts/src` by name, such as `src/Rewards.sol`. */
export function readSources(): Map<string, string> {
  const names = readdirSync(join(CONTRACTS, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.sol'))
    .map((name) => `src/${name}`)
    .sort()
  return new Map(names.map((name) => [name, readFileSync(join(CONTRACTS, name), 'utf8')]))
}

/** Names of `sources` that import `name`, directly or not, and `name` itself. */
export function dependentsOf(name: string, sources: ReadonlyMap<string, string>): Set<string> {
  const found = new Set([name])
  for (let before = 0; before !== found.size; ) {
    before = found.size
    for (const [file, text] of sources)
      if (importsOf(file, text).some((one) => found.has(one))) found.add(file)
  }
  return found
}

/** The syntax trees of the sources. */
export function parse(sources: ReadonlyMap<string, string>): Map<string, AstNode> {
  const output = run(closure([...sources.keys()], sources), { '*': { '': ['ast'] } })
  return new Map([...sources.keys()].map((name) => [name, output.sources[name]!.ast]))
}

/**
 * Compiles the contracts of the named files on the legacy pipeline and writes each as an artifact that forge's
 * `deployCode` reads. @returns null, or why it does not compile.
 */
export function build(
  files: readonly string[],
  sources: ReadonlyMap<string, string>,
  folder: string,
): string | null {
  const wanted = Object.fromEntries(files.map((name) => [name, { '*': ['abi', 'evm.bytecode.object'] }]))
  const output = run(closure(files, sources), wanted)
  const error = output.errors?.find(({ severity }) => severity === 'error')
  if (error) return error.formattedMessage
  for (const [file, contracts] of Object.entries(output.contracts ?? {})) {
    for (const [name, { abi, evm }] of Object.entries(contracts)) {
      const bytecode = { object: `0x${evm.bytecode.object}`, linkReferences: {} }
      const path = join(folder, posix.basename(file), `${name}.json`)
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(path, JSON.stringify({ abi, bytecode, deployedBytecode: { object: '0x' } }))
    }
  }
  return null
}

function run(sources: Record<string, { content: string }>, outputSelection: unknown): Output {
  const settings = { optimizer: { enabled: true, runs: 200 }, evmVersion: 'prague', outputSelection }
  return JSON.parse(solc.compile(JSON.stringify({ language: 'Solidity', sources, settings }))) as Output
}

/** The files and all they import, read from the packages where they are not ours. */
function closure(
  files: readonly string[],
  sources: ReadonlyMap<string, string>,
): Record<string, { content: string }> {
  const found: Record<string, { content: string }> = {}
  const queue = [...files]
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    if (found[name]) continue
    const content = sources.get(name) ?? readFileSync(join(ROOT, 'node_modules', name), 'utf8')
    found[name] = { content }
    queue.push(...importsOf(name, content))
  }
  return found
}

function importsOf(name: string, text: string): string[] {
  const paths = [...text.matchAll(/^import\s[^;]*?"([^"]+)";/gms)].map((match) => match[1]!)
  return paths.map((path) => (path.startsWith('.') ? posix.join(posix.dirname(name), path) : path))
}
