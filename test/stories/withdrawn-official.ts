import type { MemberCode } from '@eco/domain'
import type { Changed, Issued } from '../support/client'
import { aDataset } from '../support/dataset'
import { CUSTOMS } from './telling'
import type { Telling } from './telling'

const DAY_MS = 24 * 60 * 60 * 1000

/** A seal that is withdrawn, and one that got into the wrong hands. */
export async function withdrawnOfficial(telling: Telling): Promise<void> {
  telling.step('Australia issues a certificate to Korea.')
  const before = await telling.issue(['AU', 'issuer'], aDataset().from('AU').to('KR').build())

  telling.step('The official leaves; Australia withdraws the seal from this moment on.')
  const block = await changeSeal(telling, 'AU', 'revocation', {})
  telling.result(
    `WITHDRAWN, in block ${block}: every member knows it now, without a circular with new specimen stamps.`,
  )

  telling.step('With the old seal somebody still issues a certificate, dated yesterday.')
  await telling.refused(['AU', 'issuer'], '/api/v1/certificates', { dataset: yesterday() }, 'KEY_NOT_VALID')

  telling.step('Korea checks the certificate that was issued while the seal was good.')
  await telling.check(CUSTOMS, before.document, block, 'VALID')

  telling.step('Japan issues two certificates to Korea, one after the other.')
  const first = await telling.issue(['JP', 'issuer'], aDataset().from('JP').to('KR').build())
  const from = new Date(Date.parse(first.certificate.registration.registeredAt) + 1).toISOString()
  const second = await telling.issue(['JP', 'issuer'], aDataset().from('JP').to('KR').build())

  telling.step('Japan finds out that its seal was in the wrong hands since a moment between the two.')
  const reported = await changeSeal(telling, 'JP', 'compromise', { from })
  telling.result(`REPORTED, in block ${reported}: compromised since ${from}.`)

  telling.step('Korea checks both.')
  await telling.check(CUSTOMS, first.document, reported, 'VALID')
  await telling.check(CUSTOMS, second.document, reported, 'NOT_VALID')

  telling.end(
    'A signature alone cannot say when it was made: a stolen key dates back as it likes. The ledger can, since it has\nthe time of registration, and every certificate is judged by the register of its own day. (F3)',
  )

  function yesterday(): object {
    const day = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10)
    const dates = { issueDateTime: `${day(-1)}T12:00:00Z`, validUntil: day(300), departureDate: day(2) }
    return aDataset().from('AU').to('KR').with(dates).build()
  }
}

/** What happens to the seal of a member's authority; gives the block in which it stands. */
async function changeSeal(telling: Telling, member: MemberCode, what: string, body: object): Promise<number> {
  const who = [member, 'member-admin'] as const
  const place = `/api/v1/authorities/${member}/${member}-DEV-1`
  const { record } = await telling.get<{ readonly record: { readonly keys: readonly { thumbprint: string }[] } }>(
    who,
    place,
  )
  const { thumbprint = '' } = record.keys[0] ?? {}
  const answer = await telling.post<Changed & Issued>(who, `${place}/keys/${thumbprint}/${what}`, body, 200, 201)
  return answer.body.block
}
