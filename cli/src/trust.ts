import type { IndexedTrust } from '@eco/domain'
import { parseStrictJson, readTrust } from '@eco/domain'
import { nodeCryptography } from '@eco/signatures'
import { readText, UsageProblem } from './io'
import type { Io } from './io'

const DEPTH = 12

/** What documents are checked with. */
export const CRYPTOGRAPHY = nodeCryptography()

/** Reads a trust snapshot; undefined without a file, and then nobody's key is known. */
export async function readTrustFile(file: string | undefined, io: Io): Promise<IndexedTrust | undefined> {
  if (file === undefined) return undefined
  const text = await readText(file, io)
  try {
    return readTrust(parseStrictJson(text, DEPTH), CRYPTOGRAPHY)
  } catch (error) {
    throw new UsageProblem(`${file}: is no trust snapshot: ${(error as Error).message}`)
  }
}
