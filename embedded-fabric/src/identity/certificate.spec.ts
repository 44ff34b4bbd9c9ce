import 'reflect-metadata'
import { X509Certificate } from 'node:crypto'
import { beforeAll, describe, expect, it } from '@jest/globals'
import * as x509 from '@peculiar/x509'
import fc from 'fast-check'
import { createOrganization, issueClient, issueTlsClient, issueTlsServer } from './authority'
import type { Credentials, OrganizationMaterial } from './identity'
import { isLowS } from './low-s'

const { KeyUsageFlags, ExtendedKeyUsage } = x509
let org: OrganizationMaterial

beforeAll(async () => {
  org = await createOrganization({ mspId: 'Org1MSP' })
})

describe('certificates, as another library reads them', () => {
  it('let authorities sign certificates and revocation lists', () => {
    const read = new x509.X509Certificate(org.ca.certificate)
    const { digitalSignature, keyEncipherment, keyCertSign, cRLSign } = KeyUsageFlags

    expect(read.getExtension(x509.BasicConstraintsExtension)).toMatchObject({ ca: true, critical: true })
    expect(read.getExtension(x509.KeyUsagesExtension)).toMatchObject({
      usages: digitalSignature | keyEncipherment | keyCertSign | cRLSign,
      critical: true,
    })
    expect(read.getExtension(x509.ExtendedKeyUsageExtension)?.usages).toEqual([
      ExtendedKeyUsage.clientAuth,
      ExtendedKeyUsage.serverAuth,
    ])
  })

  it('let identities sign and nothing else, and point to their authority', () => {
    const read = new x509.X509Certificate(org.peer.certificate)
    const keyId = new x509.X509Certificate(org.ca.certificate).getExtension(x509.SubjectKeyIdentifierExtension)?.keyId

    expect(read.getExtension(x509.BasicConstraintsExtension)).toMatchObject({ ca: false, critical: true })
    expect(read.getExtension(x509.KeyUsagesExtension)?.usages).toBe(KeyUsageFlags.digitalSignature)
    expect(read.getExtension(x509.AuthorityKeyIdentifierExtension)?.keyId).toBe(keyId)
    expect(keyId).toMatch(/^[0-9a-f]{64}$/)
  })

  it('let TLS servers serve and call, TLS clients only call', async () => {
    const usages = ({ certificate }: Credentials): unknown =>
      new x509.X509Certificate(certificate).getExtension(x509.ExtendedKeyUsageExtension)?.usages

    expect(usages(await issueTlsServer(org))).toEqual([ExtendedKeyUsage.serverAuth, ExtendedKeyUsage.clientAuth])
    expect(usages(await issueTlsClient(org, { name: 'clerk' }))).toEqual([ExtendedKeyUsage.clientAuth])
  })

  it('verify, with the lower s', async () => {
    const ca = new x509.X509Certificate(org.ca.certificate)

    for (let i = 0; i < 16; i++) {
      const read = new x509.X509Certificate((await issueClient(org, { name: 'clerk' })).certificate)
      expect(await read.verify({ publicKey: ca.publicKey, signatureOnly: true })).toBe(true)
      expect(isLowS(derSignature(read), 'prime256v1')).toBe(true)
    }
  })

  it('carry attributes of any length and text', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(fc.string(), fc.string({ unit: 'binary', maxLength: 400 })),
        async (attributes) => {
          const read = new x509.X509Certificate((await issueClient(org, { name: 'clerk', attributes })).certificate)

          const value = read.getExtension('1.2.3.4.5.6.7.8.1')?.value ?? new ArrayBuffer()
          expect(JSON.parse(Buffer.from(value).toString())).toEqual({
            attrs: JSON.parse(JSON.stringify(attributes)) as unknown,
          })
        },
      ),
      { numRuns: 30 },
    )
  })

  it.each(['::1', 'fe80::1', '2001:db8:1:2:3:4:5:6', '::ffff:10.0.0.7', '2001:db8::', '10.0.0.7'])(
    'name the address %s',
    async (address) => {
      const { certificate } = await issueTlsServer(org, { hosts: [address] })

      expect(new X509Certificate(certificate).checkIP(address)).toBeDefined()
    },
  )
})

describe('certificates, as OpenSSL reads them', () => {
  it('are issued and signed by their authority, and name the organisation’s unit', async () => {
    const [ca, peer] = [new X509Certificate(org.ca.certificate), new X509Certificate(org.peer.certificate)]

    expect(peer.checkIssued(ca)).toBe(true)
    expect(peer.verify(ca.publicKey)).toBe(true)
    expect(ca.checkIssued(ca)).toBe(true)
    expect(peer.subject).toBe('OU=peer\nCN=peer0.org1.example.com')
    expect([ca.ca, peer.ca]).toEqual([true, false])
  })

  it('are of use from and until the second that was asked for, before 2050 and after', async () => {
    const [notBefore, notAfter] = [new Date('2049-12-31T23:59:59.999Z'), new Date('2050-01-01T00:00:01Z')]

    const { certificate } = await issueClient(org, { name: 'clerk', notBefore, notAfter })

    const read = new X509Certificate(certificate)
    expect(read.validFromDate.toISOString()).toBe('2049-12-31T23:59:59.000Z')
    expect(read.validToDate.toISOString()).toBe('2050-01-01T00:00:01.000Z')
  })

  it('have serial numbers of their own', async () => {
    const issued = await Promise.all([1, 2, 3].map(() => issueClient(org, { name: 'clerk' })))

    expect(new Set(issued.map(({ certificate }) => new X509Certificate(certificate).serialNumber)).size).toBe(3)
  })
})

/** The library splits a signature into its two numbers. */
function derSignature({ signature }: x509.X509Certificate): Buffer {
  const bytes = Buffer.from(signature)
  if (bytes[0] === 0x30 && bytes.length > 64) return bytes
  const [r, s] = [bytes.subarray(0, 32), bytes.subarray(32)].map(derInteger)
  const body = Buffer.concat([r!, s!])
  return Buffer.concat([Buffer.from([0x30, body.length]), body])
}

function derInteger(bytes: Buffer): Buffer {
  const first = bytes.findIndex((byte) => byte !== 0)
  const magnitude = bytes.subarray(Math.max(first, 0))
  const content = magnitude.readInt8(0) < 0 ? Buffer.concat([Buffer.from([0]), magnitude]) : magnitude
  return Buffer.concat([Buffer.from([0x02, content.length]), content])
}
