import type { CertificateRecord } from '@eco/domain'
import type { Changed } from '../support/client'
import { aDataset } from '../support/dataset'
import { documentWith } from '../support/document'
import { brief, CUSTOMS, ISSUER } from './telling'
import type { Telling } from './telling'

/** Issues a certificate, checks it, forges it, tries to cancel it from abroad, cancels it, and checks it again. */
export async function life(telling: Telling): Promise<void> {
  telling.step('Australia’s issuing authority issues a certificate under RCEP for goods to Korea.')
  const { certificate, document, documentHash, block } = await telling.issue(
    ISSUER,
    aDataset().from('AU').to('KR').build(),
  )
  telling.result(
    `The register holds the hash ${brief(documentHash)} and the status; the document itself goes to Korea alone.`,
  )

  telling.step('Korean customs checks the document.')
  await telling.check(CUSTOMS, document, block, 'VALID')

  telling.step('Somebody doubles a quantity in it; Korean customs checks.')
  const forged = documentWith(document, ({ items }) => {
    for (const { quantity } of items.slice(0, 1)) quantity.value = String(Number(quantity.value) * 2)
  })
  await telling.check(CUSTOMS, forged, block, 'NOT_VALID')

  telling.step('Indonesia tries to cancel it.')
  const path = `/api/v1/certificates/${certificate.id}/cancellation`
  await telling.until(['ID', 'issuer'], block)
  await telling.refused(['ID', 'issuer'], path, { reason: 'other' }, 'CALLER_NOT_ISSUING_MEMBER')

  telling.step('Australia cancels it, since the goods were not exported.')
  const cancelled = await telling.post<Changed>(ISSUER, path, { reason: 'goods-not-exported' }, 200)
  telling.result(`CANCELLED, in block ${cancelled.body.block}.`)

  telling.step('Korean customs checks the genuine document again.')
  const checked = await telling.check(CUSTOMS, document, cancelled.body.block, 'NOT_VALID')
  telling.result(whenOf(checked.certificate, checked.changedInBlock))

  telling.end('Issued once, forged in vain, cancelled only by its issuer, and everybody saw the same.')
}

function whenOf(certificate: CertificateRecord | undefined, block: number | undefined): string {
  return `It was cancelled at ${certificate?.lastChange.changedAt ?? '?'}, in block ${block ?? '?'}.`
}
