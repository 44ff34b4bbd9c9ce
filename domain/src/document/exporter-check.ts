import { check } from '../check/answer'
import type { Check } from '../check/answer'
import type { ExamineContext } from './examine'
import { readExporterDeclaration } from './exporter'
import type { ExporterDeclaration } from './exporter'
import { unlessRefused } from './not-a-document'
import type { SealedDocument } from './read-sealed'
import { jwkThumbprint } from './thumbprint'

/** Whether the exporter's declaration, if one is shown, is signed and is of this certificate's goods and parties. */
export async function exporterCheck(sealed: SealedDocument, context: ExamineContext): Promise<Check[]> {
  const { exporterDeclaration, withheld, dataset } = sealed
  if (exporterDeclaration === undefined) return []
  const declaration = unlessRefused(() => readExporterDeclaration(exporterDeclaration))
  if (declaration === undefined || !(await isSigned(declaration, context))) return [INVALID]
  if (declaration.isOf(dataset)) return [check('exporter-declaration', 'pass', 'EXPORTER_DECLARATION_HOLDS')]
  // What is withheld cannot be compared; what is shown in whole must be what was declared.
  return withheld.length > 0 ? [check('exporter-declaration', 'pass', 'EXPORTER_DECLARATION_SIGNED')] : [INVALID]
}

const INVALID = check('exporter-declaration', 'fail', 'EXPORTER_DECLARATION_INVALID')

async function isSigned(declaration: ExporterDeclaration, { cryptography }: ExamineContext): Promise<boolean> {
  const { publicJwk, keyId, signingInput, signature } = declaration
  if (jwkThumbprint(publicJwk, cryptography) !== keyId) return false
  return cryptography.verify(publicJwk, signingInput, signature)
}
