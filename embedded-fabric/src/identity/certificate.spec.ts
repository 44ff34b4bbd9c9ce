import { generateKeyPairSync, X509Certificate } from 'node:crypto'
import { beforeAll, describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { createOrganization, issueClient, issueTlsClient, issueTlsServer } from './authority'
import { writeCertificate } from './certificate-writer'
import type { CertificateFields } from './certificate-writer'
import { contentAt, partsOf } from './der'
import type { Credentials, OrganizationMaterial } from './identity'
import { isLowS } from './low-s'

const SERVER_AUTH = '1.3.6.1.5.5.7.3.1'
const CLIENT_AUTH = '1.3.6.1.5.5.7.3.2'
/** Extensions as RFC 5280 numbers them, in DER. */
const [SUBJECT_KEY_ID, KEY_USAGE, BASIC_CONSTRAINTS, AUTHORITY_KEY_ID] = [
  '0603551d0e',
  '0603551d0f',
  '0603551d13',
  '0603551d23',
]
const ATTRIBUTES = '06082a03040506070801'
const CRITICAL = '0101ff'

let org: OrganizationMaterial

beforeAll(async () => {
  org = await createOrganization({ mspId: 'Org1MSP' })
})

describe('certificates, byte by byte', () => {
  it('let authorities sign certificates and revocation lists', () => {
    for (const authority of [org.ca, org.tlsCa]) {
      // digitalSignature, keyEncipherment, keyCertSign, cRLSign
      expect(hexOf(authority)).toContain(`${KEY_USAGE}${CRITICAL}0404030201a6`)
      expect(hexOf(authority)).toContain(`${BASIC_CONSTRAINTS}${CRITICAL}040530030101ff`)
    }
  })

  it('let identities sign and nothing else, TLS servers and clients agree on keys too', async () => {
    const tlsClient = await issueTlsClient(org, { name: 'clerk' })

    for (const identity of [org.peer, org.admin])
      expect(hexOf(identity)).toContain(`${KEY_USAGE}${CRITICAL}040403020780`)
    for (const tls of [org.peerTls, tlsClient]) expect(hexOf(tls)).toContain(`${KEY_USAGE}${CRITICAL}0404030205a0`)
    for (const leaf of [org.peer, org.admin, org.peerTls, tlsClient])
      expect(hexOf(leaf)).toContain(`${BASIC_CONSTRAINTS}${CRITICAL}04023000`)
  })

  it('point to their authority by its key identifier', () => {
    for (const [leaf, authority] of [
      [org.peer, org.ca],
      [org.peerTls, org.tlsCa],
    ] as const) {
      const [, keyId = 'none'] = new RegExp(`${SUBJECT_KEY_ID}04220420(.{64})`).exec(hexOf(authority)) ?? []
      expect(hexOf(leaf)).toContain(`${AUTHORITY_KEY_ID}042430228020${keyId}`)
    }
  })

  it('have their extensions in the same order always', async () => {
    const clients = await Promise.all([1, 2].map(() => issueClient(org, { name: 'clerk', attributes: { role: 'x' } })))

    for (const client of clients) {
      const places = [KEY_USAGE, BASIC_CONSTRAINTS, AUTHORITY_KEY_ID, ATTRIBUTES].map((id) => hexOf(client).indexOf(id))
      expect(places[0]).toBeGreaterThan(0)
      expect(places).toEqual(places.toSorted((a, b) => a - b))
    }
  })

  it('carry attributes of any length and text', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(fc.string(), fc.string({ unit: 'binary', maxLength: 400 })),
        async (attributes) => {
          const client = await issueClient(org, { name: 'clerk', attributes })

          expect(attributesIn(client)).toEqual({ attrs: JSON.parse(JSON.stringify(attributes)) as unknown })
        },
      ),
      { numRuns: 30 },
    )
  })

  it('carry attributes of more than 64 KiB, whichever s the first signature had', async () => {
    const attributes = { text: 'x'.repeat(70_000) }

    for (let i = 0; i < 8; i++) {
      const client = await issueClient(org, { name: 'clerk', attributes })
      expect(attributesIn(client)).toEqual({ attrs: attributes })
      expect(opened(client).verify(opened(org.ca).publicKey)).toBe(true)
    }
  })
})

describe('certificates, as OpenSSL reads them', () => {
  it('are issued and signed by their authority, and name the organisation’s unit', () => {
    const [ca, peer] = [opened(org.ca), opened(org.peer)]

    expect(peer.checkIssued(ca)).toBe(true)
    expect(peer.verify(ca.publicKey)).toBe(true)
    expect(ca.checkIssued(ca)).toBe(true)
    expect(peer.subject).toBe('OU=peer\nCN=peer0.org1.example.com')
    expect([ca.ca, peer.ca]).toEqual([true, false])
  })

  it('let TLS servers serve and call, TLS clients only call', async () => {
    expect(opened(await issueTlsServer(org)).keyUsage).toEqual([SERVER_AUTH, CLIENT_AUTH])
    expect(opened(await issueTlsClient(org, { name: 'clerk' })).keyUsage).toEqual([CLIENT_AUTH])
  })

  it('verify, with the lower s', async () => {
    for (let i = 0; i < 16; i++) {
      const client = opened(await issueClient(org, { name: 'clerk' }))
      expect(client.verify(opened(org.ca).publicKey)).toBe(true)
      expect(isLowS(signatureOf(client), 'prime256v1')).toBe(true)
    }
  })

  it.each(['::1', 'fe80::1', '2001:db8:1:2:3:4:5:6', '::ffff:10.0.0.7', '2001:db8::', '10.0.0.7'])(
    'name the address %s',
    async (address) => {
      const server = opened(await issueTlsServer(org, { hosts: [address] }))

      expect(server.checkIP(address)).toBeDefined()
    },
  )

  it('are of use from and until the second that was asked for, before 2050 and after', async () => {
    const [notBefore, notAfter] = [new Date('2049-12-31T23:59:59.999Z'), new Date('2050-01-01T00:00:01Z')]

    const client = opened(await issueClient(org, { name: 'clerk', notBefore, notAfter }))

    expect(client.validFromDate.toISOString()).toBe('2049-12-31T23:59:59.000Z')
    expect(client.validToDate.toISOString()).toBe('2050-01-01T00:00:01.000Z')
  })

  it('have serial numbers of their own', async () => {
    const issued = await Promise.all([1, 2, 3].map(() => issueClient(org, { name: 'clerk' })))

    expect(new Set(issued.map((client) => opened(client).serialNumber)).size).toBe(3)
  })
})

describe('an authority that was made elsewhere', () => {
  it('signs with its key on P-384 too, with the lower s', async () => {
    const keys = newKeys('secp384r1')
    const authority = await writeCertificate(fieldsOf(keys, { subjectKeyId: 'ab'.repeat(20) }), keys)

    for (let i = 0; i < 8; i++) {
      const leaf = await writeCertificate(fieldsOf(newKeys('prime256v1')), { ...keys, certificate: authority })
      const [read, ca] = [new X509Certificate(leaf), new X509Certificate(authority)]
      expect(read.checkIssued(ca) && read.verify(ca.publicKey)).toBe(true)
      expect(isLowS(signatureOf(read), 'secp384r1')).toBe(true)
    }
  })

  it('is refused when its certificate names no key identifier that others could point to', async () => {
    const keys = newKeys('prime256v1')
    const authority = await writeCertificate(fieldsOf(keys), keys)

    const issued = writeCertificate(fieldsOf(keys), { ...keys, certificate: authority })

    await expect(issued).rejects.toThrow('certificate of CN=elsewhere: no subject key identifier')
  })

  it('is refused when its key is on a curve that Fabric does not know', async () => {
    const keys = newKeys('secp256k1')

    await expect(writeCertificate(fieldsOf(keys), keys)).rejects.toThrow('P-256 or P-384')
  })
})

function opened({ certificate }: Credentials): X509Certificate {
  return new X509Certificate(certificate)
}

function hexOf(credentials: Credentials): string {
  return opened(credentials).raw.toString('hex')
}

function attributesIn(credentials: Credentials): unknown {
  const { raw } = opened(credentials)
  const at = raw.indexOf(Buffer.from(ATTRIBUTES, 'hex')) + ATTRIBUTES.length / 2
  const { start, end } = contentAt(raw, at)
  return JSON.parse(raw.toString('utf8', start, end))
}

function signatureOf({ raw }: X509Certificate): Buffer {
  const bits = partsOf(raw)[2]!
  return bits.subarray(contentAt(bits, 0).start + 1)
}

interface Keys {
  readonly publicKey: Buffer
  readonly privateKey: string
}

function newKeys(namedCurve: string): Keys {
  return generateKeyPairSync('ec', {
    namedCurve,
    publicKeyEncoding: { type: 'spki', format: 'der' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
}

function fieldsOf({ publicKey }: Keys, more: Partial<CertificateFields> = {}): CertificateFields {
  const [notBefore, notAfter] = [new Date('2026-01-01T00:00:00Z'), new Date('2027-01-01T00:00:00Z')]
  return { subject: [['CN', 'elsewhere']], notBefore, notAfter, publicKey, usage: 'authority', ...more }
}
