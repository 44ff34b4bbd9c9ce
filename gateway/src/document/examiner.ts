import { readFile } from 'node:fs/promises'
import type { Cryptography, Examination, IndexedTrust, OrganisationCode } from '@eco/domain'
import { examineDocument, readTrust, Refusal } from '@eco/domain'
import { nodeCryptography } from '@eco/signatures'
import { RegisterTrust } from '../registers/register-trust'
import type { Store } from '../read-model/store'

/** Examines documents by what this gateway trusts. */
export interface Examiner {
  /** As of now. */
  readonly trust: IndexedTrust
  readonly examine: (document: string) => Promise<Examination>
}

/** Who judges documents: what the registers hold in the own read model, for which member, and by which clock. */
export interface ExaminerContext {
  readonly store: Pick<Store, 'records' | 'extent'>
  readonly member: OrganisationCode
  readonly clock: () => Date
}

/**
 * Examines by the registers, and by the file of trusted authorities for what they do not hold; anything wrong in the
 * file makes the whole file unusable.
 */
export async function openExaminer(trustFile: string, { store, member, clock }: ExaminerContext): Promise<Examiner> {
  const cryptography = nodeCryptography()
  const registers = new RegisterTrust(store, await readTrustFile(trustFile, cryptography), member, clock)
  return {
    get trust() {
      return registers.current()
    },
    examine: (document) => examineDocument(document, { trust: registers.current(), cryptography }),
  }
}

async function readTrustFile(file: string, cryptography: Cryptography): Promise<IndexedTrust> {
  try {
    return readTrust(JSON.parse(await readFile(file, 'utf8')), cryptography)
  } catch (error) {
    const why = error instanceof Refusal ? error.detail : 'it cannot be read as JSON'
    throw new Error(`The file of trusted authorities cannot be used: ${why}.`, { cause: error })
  }
}
