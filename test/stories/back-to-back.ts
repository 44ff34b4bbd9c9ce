import type { MemberCode } from '@eco/domain'
import type { Changed, Issued } from '../support/client'
import { aDataset } from '../support/dataset'
import type { DatasetDraft } from '../support/dataset'
import { expectThat } from './telling'
import type { Telling } from './telling'

interface Source extends Issued {
  readonly dataset: DatasetDraft
}

interface Drawing {
  readonly dataset: DatasetDraft
  readonly drawnFrom: readonly object[]
  readonly originals: readonly string[]
}

type Way = readonly [MemberCode, MemberCode]

/** Goods of China that pass through two members: one account down the whole chain. */
export async function backToBack(telling: Telling): Promise<void> {
  telling.step('China issues a certificate for 1,000 kg to Indonesia.')
  const dataset = aDataset()
    .from('CN')
    .to('ID')
    .with({ items: goods('1000') })
    .build()
  const first: Source = { ...(await telling.issue(['CN', 'issuer'], dataset)), dataset }

  telling.step('Indonesia sends 600 kg on to Australia: a back-to-back certificate that draws on the Chinese one.')
  const second = await draw(telling, first, ['ID', 'AU'], '600')

  telling.step('Indonesia tries to send another 500 kg on: 400 are left.')
  await telling.until(['ID', 'issuer'], second.block)
  const refused = await telling.refused(
    ['ID', 'issuer'],
    '/api/v1/certificates',
    drawing(first, ['ID', 'AU'], '500'),
    'QUANTITY_EXCEEDED',
  )
  expectThat(refused.detail.includes('400'), `the refusal should name what is left: ${refused.detail}`)

  telling.step('Australia sends 100 kg of them on to Korea: the third link of the chain.')
  const third = await draw(telling, second, ['AU', 'KR'], '100')
  await telling.check(['KR', 'customs'], third.document, third.block, 'VALID')

  telling.step('China finds out that the first certificate was obtained by fraud, and annuls it.')
  const place = `/api/v1/certificates/${first.certificate.id}/annulment`
  const { body } = await telling.post<Changed>(['CN', 'issuer'], place, { reason: 'obtained-by-fraud' }, 200)
  telling.result(`ANNULLED, in block ${body.block}.`)

  telling.step('Korea, which has never seen the Chinese certificate, checks its own.')
  await telling.check(['KR', 'customs'], third.document, body.block, 'NOT_VALID')

  telling.end(
    'Today an intermediate authority subtracts by hand, and whoever is further down never hears of what becomes of the\noriginal. Here nobody draws more than is left, and an annulment reaches every descendant with the block that holds it. (F2)',
  )
}

async function draw(telling: Telling, source: Source, way: Way, value: string): Promise<Source> {
  const who = [way[0], 'issuer'] as const
  await telling.until(who, source.block)
  const { dataset, ...links } = drawing(source, way, value)
  return { ...(await telling.issue(who, dataset, links)), dataset }
}

/** What is drawn of item 1 of a certificate. */
function drawing(source: Source, [from, to]: Way, value: string): Drawing {
  const { certificateNumber, issueDateTime, validUntil } = source.dataset
  const originals = [{ certificateNumber, issueDate: String(issueDateTime).slice(0, 10), validUntil }]
  const more = {
    certificateType: 'back-to-back',
    flags: { backToBack: true },
    validUntil,
    items: goods(value),
    originals,
  }
  return {
    dataset: aDataset().from(from).to(to).with(more).build(),
    drawnFrom: [{ seq: 1, certificate: source.certificate.id, item: 1 }],
    originals: [source.document],
  }
}

/** Goods of China, in kilograms. */
function goods(value: string): readonly object[] {
  const [item] = aDataset().build().items as readonly object[]
  return [{ ...item, sequence: 1, originCountry: 'CN', quantity: { value, unit: 'KGM' } }]
}
