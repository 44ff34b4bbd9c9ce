import type { Json, Transcript } from './scenario'

/** Where two transcripts first differ, and what each has there; undefined if they are equal. */
export function firstDifference(recorded: Transcript, seen: Transcript): string | undefined {
  return differenceAt('', recorded as unknown as Json, seen as unknown as Json)
}

function differenceAt(path: string, recorded: Json | undefined, seen: Json | undefined): string | undefined {
  if (recorded === seen) return undefined
  if (!isBranch(recorded) || !isBranch(seen) || Array.isArray(recorded) !== Array.isArray(seen)) {
    return `${path}: Fabric has ${textOf(recorded)}, the embedded channel ${textOf(seen)}`
  }
  return differenceInside(path, recorded as Branch, seen as Branch)
}

type Branch = Readonly<Record<string, Json>>

function differenceInside(path: string, recorded: Branch, seen: Branch): string | undefined {
  const names = new Set([...Object.keys(recorded), ...Object.keys(seen)])
  for (const name of names) {
    const found = differenceAt(path === '' ? name : `${path}.${name}`, own(recorded, name), own(seen, name))
    if (found !== undefined) return found
  }
  return undefined
}

/** A name that an object does not have is not looked for in its prototype. */
function own(branch: Branch, name: string): Json | undefined {
  return Object.hasOwn(branch, name) ? branch[name] : undefined
}

function isBranch(json: Json | undefined): json is Exclude<Json, string | number | boolean | null> {
  return typeof json === 'object' && json !== null
}

function textOf(json: Json | undefined): string {
  return json === undefined ? 'nothing' : JSON.stringify(json)
}
