import { readFile } from 'node:fs/promises'
import type { Examination, IndexedTrust } from '@eco/domain'
import { examineDocument, indexTrust, jwkThumbprint, parseTrustSnapshot, Refusal } from '@eco/domain'
import { nodeCryptography } from '@eco/signatures'

/** Examines documents by what this gateway trusts. */
export interface Examiner {
  readonly trust: IndexedTrust
  readonly examine: (document: string) => Promise<Examination>
}

/** Reads the file of trusted authorities; anything wrong in it makes the whole file unusable. */
export async function openExaminer(trustFile: string): Promise<Examiner> {
  const cryptography = nodeCryptography()
  const trust = await readTrust(trustFile, (key) => jwkThumbprint(key, cryptography))
  return { trust, examine: (document) => examineDocument(document, { trust, cryptography }) }
}

async function readTrust(file: string, thumbprint: Parameters<typeof indexTrust>[1]): Promise<IndexedTrust> {
  try {
    return indexTrust(parseTrustSnapshot(JSON.parse(await readFile(file, 'utf8'))), thumbprint)
  } catch (error) {
    const why = error instanceof Refusal ? error.detail : 'it cannot be read as JSON'
    throw new Error(`The file of trusted authorities cannot be used: ${why}.`, { cause: error })
  }
}
