import { DatabaseSync } from 'node:sqlite'

/**
 * Opens a file of this gateway that, unlike the read model, cannot be rebuilt; whatever is wrong with it, the error names
 * the file and what to do. What is written is on disk when the call that wrote it returns.
 */
export function openDurableFile(
  file: string,
  schema: string,
  { holds, advice }: { readonly holds: string; readonly advice: string },
): DatabaseSync {
  try {
    const database = new DatabaseSync(file)
    database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; ${schema}`)
    return database
  } catch (cause) {
    throw new Error(`The file of ${holds} cannot be used: ${file}. ${advice}`, { cause })
  }
}
