import { aDataset } from '../support/dataset'
import { documentWith } from '../support/document'
import { CUSTOMS, expectThat, ISSUER } from './telling'
import type { Telling } from './telling'

/** A forged quantity under a genuine number, and a genuine quantity that is claimed twice. */
export async function forgedQuantity(telling: Telling): Promise<void> {
  // RCEP allows one declaration for a certificate; this agreement allows several.
  const agreement = { code: 'Korea-Australia-FTA', version: '2014' }
  const dataset = aDataset().from('AU').to('KR').with({ agreement }).build()
  telling.step('Australia’s issuing authority issues a certificate for 13,608 kg of almonds to Korea.')
  const { document, block, certificate } = await telling.issue(ISSUER, dataset)

  telling.step('Somebody writes 99,999 kg into the document, keeps number and signature, and hands it in at Busan.')
  const forged = documentWith(document, ({ items }) => {
    for (const { quantity } of items.slice(0, 1)) quantity.value = '99999'
  })
  await telling.check(CUSTOMS, forged, block, 'NOT_VALID')

  telling.step('The importer hands in the genuine document. Busan takes 10,000 kg from it for a first declaration.')
  await telling.check(CUSTOMS, document, block, 'VALID')
  const path = `/api/v1/certificates/${certificate.id}/uses`
  await telling.post(CUSTOMS, path, useOf(document, '10000', 'BUSAN-1'), 201)
  telling.result('USED: 10,000 kg. The register counts them blinded: only the two members can read the number.')

  telling.step('The same document is handed in at Incheon for 5,000 kg more: 3,608 kg are left.')
  const refused = await telling.refused(CUSTOMS, path, useOf(document, '5000', 'INCHEON-1'), 'QUANTITY_EXCEEDED')
  expectThat(refused.detail.includes('3608'), `the refusal should name what is left: ${refused.detail}`)

  telling.step('Somebody at the authority issues another certificate under the same number.')
  await telling.refused(
    ISSUER,
    '/api/v1/certificates',
    { dataset: { ...dataset, remarks: 'second' } },
    'CERTIFICATE_ALREADY_ISSUED',
  )

  telling.end(
    'On paper, and where documents are only sent, nobody sees that a number or a quantity is used twice: each office\nchecks its own copy. Here one account is kept for all offices, exact at every block. (F1)',
  )
}

/** A use of item 1 in kilograms. */
export function useOf(document: string, value: string, reference: string): object {
  const declaration = { reference, date: new Date().toISOString().slice(0, 10) }
  return { declaration, items: [{ seq: 1, quantity: { value, unit: 'KGM' } }], document }
}
