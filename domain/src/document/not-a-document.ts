/** The text is no e-CO document at all; the sentence says which rule it breaks, and nothing of what it holds. */
export class NotADocument extends Error {
  override readonly name = 'NotADocument'
}

/** What a reader gives; undefined where it refuses. */
export function unlessRefused<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch (error) {
    if (error instanceof NotADocument) return undefined
    throw error
  }
}
