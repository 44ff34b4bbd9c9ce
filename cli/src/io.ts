/** Where a command reads from and writes to; a test puts its own in the place of the process's. */
export interface Io {
  readonly readFile: (path: string) => Promise<Uint8Array>
  readonly writeFile: (path: string, data: Uint8Array | string) => Promise<void>
  readonly readStdin: () => Promise<Uint8Array>
  /** Results: one line, or a whole text. */
  readonly out: (text: string) => void
  /** What is not a result: progress, notes, reasons. */
  readonly note: (line: string) => void
  readonly now: () => Date
}

/** What a command is called with when it cannot be carried out; its message is a sentence for people. */
export class UsageProblem extends Error {
  override readonly name = 'UsageProblem'
}

/** How a command ended, as shells see it. */
export const EXIT = {
  /** Done; of `verify`: every document is VALID. */
  good: 0,
  /** Of `verify`: a document is NOT_VALID; of the others: the input breaks rules. */
  notValid: 1,
  /** Of `verify`: a document's verdict CANNOT_DETERMINE. */
  cannotDetermine: 2,
  /** The command was not understood, or a file cannot be read (EX_USAGE of sysexits). */
  usage: 64,
} as const

/** Reads a file, or standard input for `-`; says which file it was if that fails. */
export async function readInput(path: string, io: Io): Promise<Uint8Array> {
  try {
    return path === '-' ? await io.readStdin() : await io.readFile(path)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new UsageProblem(
      `${path}: ${code === 'ENOENT' ? 'there is no such file' : `cannot be read (${String(code)})`}.`,
    )
  }
}

/** Reads a file as text. */
export async function readText(path: string, io: Io): Promise<string> {
  const bytes = await readInput(path, io)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new UsageProblem(`${path}: is not UTF-8 text.`)
  }
}

/** Writes a result to a file, or to standard output if none is named. */
export async function writeResult(text: string, file: string | undefined, io: Io): Promise<void> {
  if (file === undefined) io.out(text.endsWith('\n') ? text : `${text}\n`)
  else {
    await io.writeFile(file, text)
    io.note(`Written: ${file}`)
  }
}
