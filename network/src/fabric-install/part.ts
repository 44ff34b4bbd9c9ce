import { readFile, rm, stat, writeFile } from 'node:fs/promises'

/** What came of a file before. */
export interface Part {
  readonly bytes: number
  /** The server's mark of the file's content. */
  readonly validator: string
}

interface Note {
  readonly url: string
  readonly validator: string
}

/** The part from which a download can go on; undefined when there is none, or it is of another address. */
export async function keptPart(url: string, file: string): Promise<Part | undefined> {
  const [note, bytes] = [await readNote(file), await sizeOf(partOf(file))]
  return note?.url === url && bytes > 0 ? { bytes, validator: note.validator } : undefined
}

/** Notes of what file the part is. Only a strong mark (RFC 9110, 8.8.1) says that two parts are of the same bytes. */
export async function writeNote(file: string, url: string, { headers }: Response): Promise<void> {
  const validator = headers.get('etag') ?? ''
  if (validator === '' || validator.startsWith('W/')) await rm(noteOf(file), { force: true })
  else await writeFile(noteOf(file), JSON.stringify({ url, validator } satisfies Note))
}

/** The next attempt begins anew. */
export async function forgetPart(file: string): Promise<void> {
  await Promise.all([partOf(file), noteOf(file)].map((path) => rm(path, { force: true })))
}

/** Zero when there is no file. */
export async function sizeOf(file: string): Promise<number> {
  return stat(file).then(
    ({ size }) => size,
    () => 0,
  )
}

/** Where the part of a file is. */
export function partOf(file: string): string {
  return `${file}.part`
}

/** Where the note about the part is. */
export function noteOf(file: string): string {
  return `${file}.part.json`
}

async function readNote(file: string): Promise<Note | undefined> {
  try {
    return JSON.parse(await readFile(noteOf(file), 'utf8')) as Note
  } catch {
    return undefined
  }
}
