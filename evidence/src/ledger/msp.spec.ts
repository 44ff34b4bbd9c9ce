import { beforeAll, describe, expect, it } from '@jest/globals'
import { createOrganization, issueClient, writeRevocationList } from 'embedded-fabric'
import type { OrganizationMaterial } from 'embedded-fabric'
import { mspConfigOf } from '../testing/msp-config'
import { callerOf, identityOf } from './identity'
import type { LedgerIdentity } from './identity'
import { hasRole, problemOf, readMsp } from './msp'

const FROM = new Date('2026-01-01T00:00:00Z')
const UNTIL = new Date('2026-12-31T00:00:00Z')
const DURING = '2026-06-01T00:00:00.000Z'

describe('a certificate on the ledger', () => {
  let korea: OrganizationMaterial
  let officer: LedgerIdentity

  beforeAll(async () => {
    korea = await createOrganization({ mspId: 'KRMSP', clock: () => FROM })
    const attributes = { 'eco.role': 'customs', 'eco.authority': 'KR-1' }
    const issued = await issueClient(korea, { name: 'officer', attributes, notBefore: FROM, notAfter: UNTIL })
    officer = identityOf('KRMSP', Buffer.from(issued.certificate))
  })

  it('is judged at the time of what it signed: good while in force, also when asked years later, and not before or after', () => {
    const own = readMsp(mspConfigOf(korea, 'client'))

    expect(problemOf(own, officer, DURING)).toBeUndefined()
    expect(problemOf(own, officer, '2025-12-31T23:59:59.000Z')).toContain('not in force yet')
    expect(problemOf(own, officer, '2027-01-01T00:00:00.000Z')).toContain('no longer in force')
  })

  it('counts only where it leads to an authority in the channel’s configuration', async () => {
    const another = await createOrganization({ mspId: 'KRMSP', clock: () => FROM })

    expect(problemOf(readMsp(mspConfigOf(another, 'client')), officer, DURING)).toContain('does not lead to')
  })

  it('does not count once the configuration holds its revocation', async () => {
    const list = await writeRevocationList(korea.ca, { certificates: [officer.certificate.toString()] })

    expect(problemOf(readMsp(mspConfigOf(korea, 'client', [list])), officer, DURING)).toContain('revoked')
  })

  it('still counts where another authority has signed the list that revokes it', async () => {
    const another = await createOrganization({ mspId: 'JPMSP' })
    const list = await writeRevocationList(another.ca, { certificates: [officer.certificate.toString()] })

    expect(problemOf(readMsp(mspConfigOf(korea, 'client', [list])), officer, DURING)).toBeUndefined()
  })

  it('says as whom its holder acts, and for what it is', () => {
    const own = readMsp(mspConfigOf(korea, 'client'))

    expect(callerOf(officer)).toEqual({ organisation: 'KR', role: 'customs', authority: 'KR-1' })
    expect([hasRole(own, officer, 'client'), hasRole(own, officer, 'peer')]).toEqual([true, false])
  })
})
