import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { OperatorError } from '../../scripts/runtime/errors.ts'
import { ROOT } from '../../scripts/runtime/root.ts'

const REQUIREMENTS = fileURLToPath(new URL('./requirements.txt', import.meta.url))

/**
 * A virtual environment with the clients, made once per list of them.
 * @returns its Python. @throws OperatorError where there is no Python 3.10 or newer, or the clients do not install.
 */
export async function preparePython(say: (line: string) => void): Promise<string> {
  const folder = join(ROOT, 'node_modules', '.cache', 'interop-venv')
  const python = join(folder, 'bin', 'python')
  const stamp = join(folder, '.requirements')
  const wanted = createHash('sha256').update(readFileSync(REQUIREMENTS)).digest('hex')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return python
  await demand('python3', ['-c', 'import sys, venv; sys.exit(sys.version_info < (3, 10))'], NO_PYTHON)
  say('… Making a virtual environment with the Python clients (once, some minutes)')
  mkdirSync(dirname(folder), { recursive: true })
  await demand('python3', ['-m', 'venv', folder], NO_PYTHON)
  await demand(python, ['-m', 'pip', 'install', '--quiet', '-r', REQUIREMENTS], NO_CLIENTS)
  writeFileSync(stamp, wanted)
  return python
}

const NO_PYTHON =
  'Python 3.10 or newer with venv is missing, so no client could be tried; install it (Debian: apt-get install python3-venv).'
const NO_CLIENTS = 'The Python clients could not be installed, so none was tried; see the lines above.'

async function demand(program: string, args: string[], otherwise: string): Promise<void> {
  const code = await new Promise<number | null>((resolve) => {
    const child = spawn(program, args, { stdio: ['ignore', 'inherit', 'inherit'] })
    child.on('error', () => resolve(null))
    child.on('exit', resolve)
  })
  if (code !== 0) throw new OperatorError('runtime/python', otherwise)
}
