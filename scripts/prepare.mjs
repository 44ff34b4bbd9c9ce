import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { clearInterval, clearTimeout, setInterval } from 'node:timers'
import { fileURLToPath, pathToFileURL } from 'node:url'

/** The folder that holds all workspaces. */
export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..')

const MODULES = join(ROOT, 'node_modules')
const INSTALLED = join(MODULES, '.eco-installed')
const BUILT = join(MODULES, '.eco-built')
const WORKSPACES = [
  'domain',
  'chaincode',
  'embedded-fabric',
  'network',
  'signatures',
  'paper',
  'evidence',
  'gateway',
  'cli',
  'test',
]

/** A reason to stop that needs no stack: what is wrong and what to do. */
export class Stop extends Error {}

/** Installs and builds what is missing or out of date; gives the product's Node. `say` hears of every step over a second. */
export async function prepare(say = () => undefined) {
  const node = await prepareNode(say)
  if (!isBuilt()) await timed('Building', say, () => build(node))
  return node
}

/** The same without building. */
export async function prepareNode(say = () => undefined) {
  requireNode20()
  if (!isInstalled()) await timed('Installing the packages of the lockfile', say, install)
  return productNode()
}

/** Runs a built script with arguments on the product's Node and gives its exit code. */
export async function runBuilt(node, script, args) {
  if (node !== process.execPath) return run(node, [join(ROOT, script), ...args])
  // Already on the right Node: no second process.
  whenOrphaned(() => process.kill(process.pid, 'SIGTERM'))
  process.argv.splice(1, process.argv.length - 1, join(ROOT, script), ...args)
  await import(pathToFileURL(join(ROOT, script)).href)
  return undefined
}

/** Runs a command with this terminal; Ctrl-C is left to the command, so that it can end in order. */
export function run(command, args, options = {}) {
  const child = spawn(command, args, { cwd: ROOT, stdio: 'inherit', ...options })
  const ignore = () => undefined
  const passOn = () => child.kill('SIGTERM')
  process.on('SIGINT', ignore)
  process.on('SIGTERM', passOn)
  whenOrphaned(passOn)
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => {
      process.off('SIGINT', ignore)
      process.off('SIGTERM', passOn)
      resolve(code ?? 1)
    })
  })
}

/** npm, when it is ended, ends the shell between us and does not tell us. */
function whenOrphaned(act) {
  if (process.env.npm_lifecycle_event === undefined) return
  const parent = process.ppid
  const watch = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(watch)
    act()
  }, 500)
  watch.unref()
}

/** Runs a command and keeps what it says. */
export async function capture(command, args) {
  let output = ''
  const child = spawn(command, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] })
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)))
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (exit) => resolve(exit ?? 1))
  })
  return { code, output }
}

/** Tells what a step that takes over a second does, and how long it took. */
export async function timed(what, say, work) {
  const began = performance.now()
  const soon = setTimeout(() => say(`${what} …`), 1000)
  try {
    const result = await work()
    const seconds = (performance.now() - began) / 1000
    if (seconds > 1) say(`${what}: ${seconds.toFixed(1)} s`)
    return result
  } finally {
    clearTimeout(soon)
  }
}

/** Ends a script: a `Stop` as its sentence, anything else with its stack. */
export function fail(error) {
  console.error(error instanceof Stop ? error.message : error)
  process.exitCode = 1
}

/** A program that a package of the project brings. */
export function program(path) {
  return join(MODULES, ...path.split('/'))
}

function requireNode20() {
  if (nodeMajor() >= 20) return
  throw new Stop(
    `Node ${process.versions.node} is too old: install Node 20 or later from https://nodejs.org, then repeat.`,
  )
}

/** The Node 24 of the lockfile; where there is no such package, the one that runs this. */
function productNode() {
  if (nodeMajor() >= 24) return process.execPath
  const file = join(MODULES, `node-${process.platform}-${process.arch}`, 'bin', 'node')
  const found = [file, `${file.replace('win32', 'win')}.exe`].find((path) => existsSync(path))
  if (found !== undefined) return found
  const where = process.platform === 'darwin' ? 'On macOS' : 'On this platform'
  throw new Stop(
    `${where} the installed Node must be 24 or later (this is ${process.versions.node}): install it from https://nodejs.org, then repeat.`,
  )
}

function nodeMajor() {
  return Number(process.versions.node.split('.')[0])
}

/** True if node_modules holds what the lockfile says: by our own note, else by npm's. */
function isInstalled() {
  const hash = createHash('sha256')
    .update(readFileSync(join(ROOT, 'package-lock.json')))
    .digest('hex')
  if (read(INSTALLED) === hash) return true
  if (!matchesLockfile()) return false
  writeFileSync(INSTALLED, hash)
  return true
}

function matchesLockfile() {
  const installed = read(join(MODULES, '.package-lock.json'))
  if (installed === undefined) return false
  const { packages: present } = JSON.parse(installed)
  const { packages: wanted } = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'))
  return Object.entries(wanted).every(([path, entry]) => {
    const found = present[path]
    if (found === undefined) return path === '' || !path.startsWith('node_modules/') || entry.optional === true
    return found.version === entry.version && found.integrity === entry.integrity
  })
}

async function install() {
  // npm's own program when npm started this; the Node that runs npm, since `npm ci` removes the one in node_modules.
  const npm = process.env.npm_execpath
  const node = process.env.npm_node_execpath ?? process.execPath
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error']
  const code =
    npm === undefined
      ? await run('npm', args, { shell: process.platform === 'win32' })
      : await run(node, [npm, ...args])
  if (code !== 0) {
    throw new Stop(
      'The packages could not be installed: see npm’s message above; the network must reach the package registry.',
    )
  }
  if (!isInstalled())
    throw new Stop('The installed packages differ from package-lock.json: remove node_modules, then repeat.')
}

async function build(node) {
  const before = sources()
  const { code, output } = await capture(node, [program('typescript/bin/tsc'), '--build', '--pretty', 'false'])
  if (code !== 0) throw new Stop(`The build failed:\n${output}`)
  writeFileSync(BUILT, before)
}

/** True if nothing was touched since the last build; looking is far cheaper than asking the compiler. */
function isBuilt() {
  return read(BUILT) === sources() && WORKSPACES.every((name) => existsSync(join(ROOT, name, 'dist')))
}

function sources() {
  const hash = createHash('sha256')
  const visit = (folder) => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name)
      if (entry.isDirectory()) {
        if (entry.name !== 'node_modules' && entry.name !== 'dist') visit(path)
      } else if (/\.ts$|^tsconfig.*\.json$|^package\.json$/.test(entry.name)) {
        const { mtimeMs, size } = statSync(path)
        hash.update(`${path}\0${mtimeMs}\0${size}\n`)
      }
    }
  }
  for (const name of WORKSPACES) visit(join(ROOT, name))
  for (const name of ['package-lock.json', 'tsconfig.json', 'tsconfig.base.json']) {
    hash.update(String(statSync(join(ROOT, name)).mtimeMs))
  }
  return hash.digest('hex')
}

function read(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}
