import { NotADocument, readSealed, Refusal } from '@eco/domain'
import type { SealedDocument } from '@eco/domain'
import { CarrierProblem, readCarrier } from '@eco/paper'
import { readInput, UsageProblem } from './io'
import type { Io } from './io'
import { CRYPTOGRAPHY } from './trust'

/** Reads a sealed document from a file of any kind that carries one. */
export async function readDocumentFile(file: string, io: Io): Promise<SealedDocument> {
  const bytes = await readInput(file, io)
  return told(file, async () => {
    const carrier = await readCarrier(bytes)
    if (carrier.kind !== 'document') throw new UsageProblem(`${file}: holds no signed document.`)
    return readSealed(carrier.text, CRYPTOGRAPHY)
  })
}

/** Says of which file it was that a rule was broken. */
export async function told<T>(file: string, work: () => Promise<T> | T): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof NotADocument || error instanceof CarrierProblem) {
      throw new UsageProblem(`${file}: ${error.message}`)
    }
    if (error instanceof Refusal) throw new UsageProblem(`${file}: ${error.detail}.`)
    throw error
  }
}
