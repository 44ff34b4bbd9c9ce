import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Transcript } from './scenario'

/** What a group of scenarios showed on a network of real Fabric. */
export interface Recording {
  readonly fabric: { readonly version: string; readonly commit: string }
  readonly transcripts: Readonly<Record<string, Transcript>>
}

/** The folder of the recordings below the folder of the conformance suite. */
export function recordingsIn(conformance: string): string {
  return join(conformance, 'recordings')
}

/** Every recorded transcript, by the id of its scenario. */
export function readTranscripts(folder: string): ReadonlyMap<string, Transcript> {
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'))
  return new Map(files.flatMap((name) => Object.entries(readRecording(join(folder, name))?.transcripts ?? {})))
}

/** A group's recording: `changes` replaces what was recorded of the same scenarios, what is not in `keep` goes. */
export function changedRecording(
  folder: string,
  group: string,
  changes: Recording,
  keep: ReadonlySet<string>,
): { readonly file: string; readonly recording: Recording } {
  const file = join(folder, `${group}.json`)
  const all = { ...readRecording(file)?.transcripts, ...changes.transcripts }
  const sorted = Object.entries(all)
    .filter(([id]) => keep.has(id))
    .sort(([a], [b]) => (a < b ? -1 : 1))
  return { file, recording: { fabric: changes.fabric, transcripts: Object.fromEntries(sorted) } }
}

function readRecording(file: string): Recording | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Recording
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
