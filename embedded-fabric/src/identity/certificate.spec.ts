import 'reflect-metadata'
import { X509Certificate } from 'node:crypto'
import { beforeAll, describe, expect, it } from '@jest/globals'
import * as x509 from '@peculiar/x509'
import fc from 'fast-check'
import { createOrganization, issueClient, issueTlsClient, issueTlsServer } from './authority'
import { integer, oid, time } from './der'
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

describe('DER', () => {
  it.each([
    ['2.5.29.15', '0603551d0f'],
    ['1.2.840.10045.4.3.2', '06082a8648ce3d040302'],
    ['1.2.840.113549.1.1.11', '06092a864886f70d01010b'],
  ])('of the object identifier %s is %s', (id, bytes) => {
    expect(oid(id).toString('hex')).toBe(bytes)
  })

  it('of integers is as short as can be and never negative', () => {
    expect(integer(Buffer.from('0000', 'hex')).toString('hex')).toBe('020100')
    expect(integer(Buffer.from('007f', 'hex')).toString('hex')).toBe('02017f')
    expect(integer(Buffer.from('80', 'hex')).toString('hex')).toBe('02020080')
  })

  it('of dates has years of two digits before 2050 and of four after', () => {
    expect(time(new Date('2049-12-31T23:59:59.999Z')).toString('latin1')).toBe('\x17\x0d491231235959Z')
    expect(time(new Date('2050-01-01T00:00:00Z')).toString('latin1')).toBe('\x18\x0f20500101000000Z')
  })
})

/** The library splits a signature into its two numbers. */
function derSignature({ signature }: x509.X509Certificate): Buffer {
  const bytes = Buffer.from(signature)
  if (bytes[0] === 0x30 && bytes.length > 64) return bytes
  const [r, s] = [bytes.subarray(0, 32), bytes.subarray(32)].map((half) => integer(half))
  const body = Buffer.concat([r!, s!])
  return Buffer.concat([Buffer.from([0x30, body.length]), body])
}
