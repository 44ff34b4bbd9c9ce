import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { minifySync } from '@swc/core'

const DOMAIN = join(__dirname, '..', '..', '..', 'domain', 'dist')
// Lists of codes and holidays are data that a page loads by itself.
const LISTS = /\/(codes-[a-z]+|holidays\/[^/]+)\.js$/

/** How large the rules are that a browser loads: every module that they need, minified, compressed together, in KiB. */
export function bundleKiB(): number {
  const modules = new Map<string, string>()
  for (const entry of ['browser.js', 'formats.js']) collect(join(DOMAIN, entry), modules)
  const sources = [...modules].filter(([file]) => !LISTS.test(file)).map(([, source]) => source)
  const minified = sources.map((source) => minifySync(source, { compress: true, mangle: true, module: 'unknown' }).code)
  return Math.round((gzipSync(minified.join('\n'), { level: 9 }).length / 1024) * 10) / 10
}

function collect(file: string, modules: Map<string, string>): void {
  if (modules.has(file)) return
  const source = readFileSync(file, 'utf8')
  modules.set(file, source.replace(/^\/\/# sourceMappingURL=.*$/m, ''))
  const resolve = createRequire(file).resolve
  for (const [, name = ''] of source.matchAll(/(?:require\(|\bfrom )["']([@a-z./][\w@./-]*)["']/g)) {
    if (!name.startsWith('node:'))
      collect(name.startsWith('.') ? resolve(join(dirname(file), name)) : resolve(name), modules)
  }
}
