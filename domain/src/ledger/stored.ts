import { Refusal } from '../refusal'

/**
 * Reads a record of the ledger; undefined where there is none. One that cannot be read is not the caller's doing, so it
 * must not look like a refusal.
 */
export function ofLedger<T>(text: string | undefined, parse: (text: string) => T): T | undefined {
  if (text === undefined) return undefined
  try {
    return parse(text)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    throw new Error(`The ledger holds a record that cannot be read (${error.detail})`, { cause: error })
  }
}

const MOST_REMEMBERED = 256

/**
 * The same reading, done once for a text: for records that every certificate of a list asks for and that seldom change.
 * It depends on the text alone, so that every peer reads the same whatever it remembers.
 */
export function remembered<T>(parse: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>()
  return (text) => {
    const before = known.get(text)
    if (before !== undefined) return before
    const value = parse(text)
    if (known.size >= MOST_REMEMBERED) known.clear()
    known.set(text, value)
    return value
  }
}
