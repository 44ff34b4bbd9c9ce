import { readFile } from 'node:fs/promises'
import type { Cryptography, Examination, IndexedTrust } from '@eco/domain'
import { examineDocument, readTrust, Refusal } from '@eco/domain'
import { nodeCryptography } from '@eco/signatures'

/** Examines documents by what this gateway trusts. */
export interface Examiner {
  readonly trust: IndexedTrust
  readonly examine: (document: string) => Promise<Examination>
}

/** Reads the file of trusted authorities; anything wrong in it makes the whole file unusable. */
export async function openExaminer(trustFile: string): Promise<Examiner> {
  const cryptography = nodeCryptography()
  const trust = await readTrustFile(trustFile, cryptography)
  return { trust, examine: (document) => examineDocument(document, { trust, cryptography }) }
}

async function readTrustFile(file: string, cryptography: Cryptography): Promise<IndexedTrust> {
  try {
    return readTrust(JSON.parse(await readFile(file, 'utf8')), cryptography)
  } catch (error) {
    const why = error instanceof Refusal ? error.detail : 'it cannot be read as JSON'
    throw new Error(`The file of trusted authorities cannot be used: ${why}.`, { cause: error })
  }
}
