import { hash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { canonicalText, MEMBERS, referenceIn } from '@eco/domain'
import type { MemberCode } from '@eco/domain'
import { blocksAt } from '../support/channel-blocks'
import type { Checked, Issued } from '../support/client'
import { CuriousMember } from '../support/curious-member'
import { aDataset } from '../support/dataset'
import type { DatasetDraft } from '../support/dataset'
import { ownAgreementKey, ownSecrets, triedSecrets } from '../support/pair-secrets'
import { eventually } from '../support/settled'
import { startTestNetwork } from '../support/test-network'
import type { TestNetwork } from '../support/test-network'

/** The numbers that are guessed, and those of them that Australia gave to certificates for Korea. */
const SERIES = Array.from({ length: 100 }, (_, number) => `AU-2026-${String(number).padStart(6, '0')}`)
const NUMBERED = [SERIES[7], SERIES[42], SERIES[99]] as readonly string[]

interface Listed {
  readonly certificates: readonly { readonly id: string }[]
  readonly notice?: { readonly code: string }
}

interface Asked {
  readonly verdict: string
  readonly id: string | undefined
  readonly codes: readonly string[]
  readonly list: Listed
}

describe('the ids of certificates', () => {
  let network: TestNetwork
  let dataset: DatasetDraft
  let issued: Issued

  beforeAll(async () => {
    network = await startTestNetwork()
    dataset = aDataset().from('AU').to('KR').build()
    issued = await issue(dataset)
    for (const certificateNumber of NUMBERED) {
      await issue(aDataset().from('AU').to('KR').with({ certificateNumber }).build())
    }
  }, 90_000)

  afterAll(() => network.close(), 30_000)

  async function issue(wanted: DatasetDraft): Promise<Issued> {
    const { status, body } = await (await network.as('AU', 'issuer')).issue(wanted)
    expect(status).toBe(201)
    return body
  }

  it('gives no number of a series to a member that holds the whole ledger and guesses, and all to the two members', async () => {
    const curious = new CuriousMember(await blocksAt(network, 'CN', 'customs', await network.block('CN')))
    const published = await curious.agreementKeys()
    const guesses = MEMBERS.flatMap(({ code: issuingMember }) =>
      [...SERIES, dataset.certificateNumber].map((number) => ({
        ...{ issuingMember, authority: `${issuingMember}-DEV-1`, number },
      })),
    )
    const found = async (member: MemberCode, secretsOf: typeof ownSecrets): Promise<readonly string[]> =>
      curious.found(guesses, secretsOf(member, await ownAgreementKey(network, member), published))

    const [issuing, importing] = [await found('AU', ownSecrets), await found('KR', ownSecrets)]
    const others = [await found('CN', ownSecrets), await found('CN', triedSecrets)]

    expect(published).toHaveLength(MEMBERS.length)
    expect(new Set(issuing)).toEqual(new Set([...NUMBERED, dataset.certificateNumber]))
    expect(importing).toEqual(issuing)
    expect(others).toEqual([[], []])
    // Nor is a hash of reference or number without any secret anywhere on the ledger.
    const held = new Set(curious.texts().flatMap((text) => text.match(/[0-9a-f]{64}|[\w-]{43}/g) ?? []))
    const texts = guesses.flatMap((guess) => [guess.number, ...plainReferences(Object.values(guess))])
    expect(held.size).toBeGreaterThan(MEMBERS.length)
    expect(texts.filter((text) => digestsOf(text).some((digest) => held.has(digest)))).toEqual([])
  })

  it('says to a third member that asks by number that it cannot tell, and finds it by document and by its hash', async () => {
    const { certificateNumber: number } = dataset
    const reference = { issuer: 'AU', authority: 'AU-DEV-1', number }
    const query = new URLSearchParams(reference).toString()
    const asked = async (code: MemberCode, body: object): Promise<Asked> => {
      const client = await network.as(code, 'customs')
      const answer = await client.post<Checked>(`/api/v1/checks?atLeastBlock=${issued.block}`, body)
      const list = await client.get<Listed>(`/api/v1/certificates?${query}`)
      const { authenticity, status, formalCompliance } = answer.body.findings
      const checks = [authenticity, status, formalCompliance].flatMap((finding) => finding.checks)
      const codes = checks.map(({ code: said }) => said)
      return { verdict: answer.body.verdict, id: answer.body.certificate?.id, codes, list: list.body }
    }

    const [third, party] = [await asked('CN', reference), await asked('KR', reference)]

    expect(third).toMatchObject({ verdict: 'CANNOT_DETERMINE', id: undefined })
    expect(third.codes).toContain('NOT_FOUND_BY_NUMBER')
    expect(third.codes.filter((code) => code.startsWith('NOT_REGISTERED'))).toEqual([])
    expect(third.list).toMatchObject({ certificates: [], notice: { code: 'NOT_FOUND_BY_NUMBER' } })
    expect(party.list.certificates.map(({ id }) => id)).toEqual([issued.certificate.id])
    expect([party.id, party.list.notice]).toEqual([issued.certificate.id, undefined])
    for (const code of ['CN', 'JP'] as const) {
      expect(await asked(code, { document: issued.document })).toMatchObject({ verdict: 'VALID' })
      const byHash = await asked(code, { ...reference, documentHash: issued.documentHash })
      expect(byHash).toMatchObject({ verdict: 'CANNOT_DETERMINE', id: issued.certificate.id })
      expect(byHash.codes).toEqual(expect.arrayContaining(['HASH_REGISTERED', 'NUMBER_NOT_COMPARABLE']))
    }
  })
  it('stay when a destination changes; the new importing member finds them by number once it holds the document', async () => {
    const { body } = await (await network.as('AU', 'issuer')).issue(aDataset().from('AU').to('KR').build())
    const { id } = body.certificate
    const number = referenceIn(body.document)?.number ?? ''
    const query = new URLSearchParams({ issuer: 'AU', authority: 'AU-DEV-1', number }).toString()
    const listed = async (code: MemberCode): Promise<readonly string[]> => {
      const list = await (await network.as(code, 'customs')).get<Listed>(`/api/v1/certificates?${query}`)
      return list.body.certificates.map((found) => found.id)
    }

    const issuer = await network.as('AU', 'issuer')
    const moved = await issuer.post<Issued>(`/api/v1/certificates/${id}/destination`, { importingMember: 'JP' })
    expect([moved.status, moved.body.certificate.id]).toEqual([200, id])
    expect((await issuer.post(`/api/v1/certificates/${id}/redelivery`, {})).status).toBe(202)

    await eventually(async () => ((await listed('JP')).includes(id) ? true : undefined), 'found by its number')
    expect(await listed('KR')).toEqual([id])
    expect(await listed('CN')).toEqual([])
  })
})

/** The ways in which somebody would write what names a certificate. */
function plainReferences(parts: readonly string[]): readonly string[] {
  const tagged = [1, 2].map((version) => canonicalText([`eco/certificate-id/${version}`, ...parts]))
  return [...tagged, canonicalText([...parts]), parts.join(''), parts.join(':'), parts.join('/')]
}

function digestsOf(text: string): readonly string[] {
  return [hash('sha256', text), hash('sha256', text, 'base64url')]
}
