import { X509Certificate, createPrivateKey, webcrypto } from 'node:crypto'
import 'reflect-metadata'
import { beforeAll, describe, expect, it } from '@jest/globals'
import * as x509 from '@peculiar/x509'
import { createOrganization, issueClient } from './authority'
import { toPem } from './certificate'
import type { OrganizationMaterial } from './identity'
import { plainSerial, revokedSerials, writeRevocationList } from './revocation-list'

const DAY_MS = 24 * 60 * 60 * 1000
let organization: OrganizationMaterial
let certificates: readonly string[]

beforeAll(async () => {
  organization = await createOrganization({ mspId: 'Org1MSP' })
  const issued = Array.from({ length: 5 }, (_, index) => issueClient(organization, { name: `User${index}` }))
  certificates = (await Promise.all(issued)).map(({ certificate }) => certificate)
})

function serials(...pems: readonly string[]): ReadonlySet<string> {
  return new Set(pems.map((pem) => plainSerial(new X509Certificate(pem).serialNumber)))
}

function revokedBy(...lists: readonly string[]): ReadonlySet<string> {
  return revokedSerials(lists, new X509Certificate(organization.ca.certificate))
}

/** A list as another program might write it. */
async function foreignList(extensions: x509.Extension[], hash = 'SHA-256'): Promise<string> {
  const key = createPrivateKey(organization.ca.privateKey).export({ type: 'pkcs8', format: 'der' })
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256' }
  const list = await x509.X509CrlGenerator.create({
    issuer: new x509.X509Certificate(organization.ca.certificate).subjectName,
    nextUpdate: new Date(Date.now() + DAY_MS),
    entries: certificates.map((pem) => ({
      serialNumber: new X509Certificate(pem).serialNumber,
      revocationDate: new Date(),
      reason: x509.X509CrlReason.keyCompromise,
    })),
    extensions,
    signingKey: await webcrypto.subtle.importKey('pkcs8', key, algorithm, false, ['sign']),
    signingAlgorithm: { name: 'ECDSA', hash },
  })
  return toPem(Buffer.from(list.rawData), 'X509 CRL')
}

function ownKeyId(): x509.Extension {
  const authority = new x509.X509Certificate(organization.ca.certificate)
  return new x509.AuthorityKeyIdentifierExtension(authority.getExtension(x509.SubjectKeyIdentifierExtension)!.keyId)
}

describe('a revocation list', () => {
  it('revokes the certificates that it names, and no others', async () => {
    const list = await writeRevocationList(organization.ca, { certificates: certificates.slice(0, 3) })

    expect(revokedBy(list)).toEqual(serials(...certificates.slice(0, 3)))
  })

  it('revokes whatever its dates are', async () => {
    const past = new Date(Date.now() - 30 * DAY_MS)
    const list = await writeRevocationList(organization.ca, {
      certificates: certificates.slice(0, 1),
      since: new Date(Date.now() + 30 * DAY_MS),
      thisUpdate: past,
      nextUpdate: past,
    })

    expect(revokedBy(list)).toEqual(serials(certificates[0]!))
  })

  it('adds to the others that the organisation has', async () => {
    const lists = certificates.map((certificate) =>
      writeRevocationList(organization.ca, { certificates: [certificate] }),
    )

    expect(revokedBy(...(await Promise.all(lists)))).toEqual(serials(...certificates))
  })

  it('of another authority, or signed by another one in this one’s name, revokes nothing', async () => {
    const stranger = await createOrganization({ mspId: 'Org1MSP' })
    const forged = { certificate: organization.ca.certificate, privateKey: stranger.ca.privateKey }
    const lists = [stranger.ca, forged].map((authority) => writeRevocationList(authority, { certificates }))

    expect(revokedBy(...(await Promise.all(lists)))).toEqual(new Set())
  })

  it('that names nobody revokes nothing', async () => {
    expect(revokedBy(await writeRevocationList(organization.ca, { certificates: [] }))).toEqual(new Set())
  })

  it('is read by another program with what it says', async () => {
    const nextUpdate = new Date(Math.floor(Date.now() / 1000) * 1000 + DAY_MS)
    const list = new x509.X509Crl(await writeRevocationList(organization.ca, { certificates, nextUpdate }))
    const { publicKey } = new x509.X509Certificate(organization.ca.certificate)

    expect(await list.verify({ publicKey })).toBe(true)
    expect(list.nextUpdate).toEqual(nextUpdate)
    expect(list.entries.map(({ serialNumber }) => plainSerial(serialNumber))).toEqual([...serials(...certificates)])
  })

  it.each(['SHA-256', 'SHA-384', 'SHA-512'])('of another program, with reasons and %s, is understood', async (hash) => {
    expect(revokedBy(await foreignList([ownKeyId()], hash))).toEqual(serials(...certificates))
  })

  it('that does not say whose it is, is refused: Fabric would take no identity of the organisation', async () => {
    const list = await foreignList([new x509.Extension('2.5.29.20', false, Buffer.from([2, 1, 1]))])

    expect(() => revokedBy(list)).toThrow('could not obtain Authority Key Identifier for crl')
  })

  it('that cannot be read is refused', async () => {
    const list = await writeRevocationList(organization.ca, { certificates })
    const der = Buffer.from(list.replace(/-----[^-]+-----|\s/g, ''), 'base64')
    const broken = ['', 'no list', organization.ca.certificate, toPem(der.subarray(0, der.length - 20), 'X509 CRL')]

    for (const text of broken) expect(() => revokedBy(text)).toThrow('could not parse RevocationList')
  })
})
