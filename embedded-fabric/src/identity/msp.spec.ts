import { X509Certificate, createHash, generateKeyPairSync } from 'node:crypto'
import 'reflect-metadata'
import { beforeAll, describe, expect, it } from '@jest/globals'
import * as x509 from '@peculiar/x509'
import fc from 'fast-check'
import { createOrganization, issueClient } from './authority'
import type { ClientOptions } from './authority'
import { toPem } from './certificate'
import type { Identity, Membership, OrganizationMaterial } from './identity'
import { IdentityError, createMembership } from './msp'
import type { IdentityRule } from './msp'
import { writeRevocationList } from './revocation-list'
import { createSigner, serializeIdentity } from './signing'

const MINUTE_MS = 60_000
const ORDER = BigInt('0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551')
let org1: OrganizationMaterial
let org2: OrganizationMaterial
let membership: Membership

beforeAll(async () => {
  org1 = await createOrganization({ mspId: 'Org1MSP' })
  org2 = await createOrganization({ mspId: 'Org2MSP' })
  membership = createMembership([org1, org2])
})

describe('identify', () => {
  it.each(['client', 'peer', 'admin', 'orderer'] as const)('knows a %s by its organisational unit', async (role) => {
    const identity = membership.identify(await serialized({ name: 'somebody', role }))

    expect(identity).toMatchObject({ mspId: 'Org1MSP', role })
  })

  it('gives back the bytes, the certificate and its end', async () => {
    const { certificate } = await issueClient(org1, { name: 'clerk' })
    const bytes = serializeIdentity('Org1MSP', certificate)

    const identity = membership.identify(bytes)

    expect(identity.serialized).toEqual(bytes)
    expect(identity.certificate).toBe(certificate)
    expect(identity.notAfter).toEqual(new X509Certificate(certificate).validToDate)
  })

  it('keeps its copy when the caller changes the bytes', async () => {
    const bytes = Buffer.from(await serialized({ name: 'clerk' }))
    const before = Buffer.from(bytes)

    const identity = membership.identify(bytes)
    bytes.fill(0)

    expect(Buffer.from(identity.serialized)).toEqual(before)
    expect(membership.identify(before)).toBe(identity)
  })

  it('refuses bytes that are no identity', () => {
    expect(refusal(Uint8Array.of(0xff, 0xff))).toEqual(['malformed', 'could not deserialize a SerializedIdentity'])
    expect(refusal(serializeIdentity('Org1MSP', 'no certificate'))).toEqual([
      'malformed',
      'could not decode the PEM structure',
    ])
    expect(refusal(serializeIdentity('Org1MSP', toPem(Buffer.from('nothing'), 'CERTIFICATE')))[0]).toBe('malformed')
  })

  it('answers any bytes with an identity or an IdentityError', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(() => membership.identify(bytes)).toThrow(IdentityError)
      }),
    )
  })

  it('refuses an MSP that is not on the channel, and an organisation in another one’s name', () => {
    expect(refusal(serializeIdentity('Org3MSP', org1.admin.certificate))).toEqual([
      'unknown MSP',
      'MSP Org3MSP is not defined on channel',
    ])
    const [rule, message] = refusal(serializeIdentity('Org2MSP', org1.admin.certificate))
    expect(rule).toBe('chain')
    expect(message).toContain('x509: certificate signed by unknown authority')
  })

  it('refuses an authority of the same name with another key', async () => {
    const impostor = await createOrganization({ mspId: 'Org1MSP' })

    expect(refusal(serializeIdentity('Org1MSP', impostor.admin.certificate))[0]).toBe('chain')
  })

  it('refuses a certificate of the organisation’s TLS authority', () => {
    expect(refusal(serializeIdentity('Org1MSP', org1.peerTls.certificate))[0]).toBe('chain')
  })

  it('refuses the authority itself as an identity', () => {
    expect(refusal(serializeIdentity('Org1MSP', org1.ca.certificate))).toEqual([
      'role',
      'could not obtain certification chain: An X509 certificate with Basic Constraint: Certificate Authority equals true cannot be used as an identity',
    ])
  })

  it('refuses a certificate that was changed', () => {
    const der = Buffer.from(new X509Certificate(org1.admin.certificate).raw)
    der[der.indexOf('Admin')] = 'B'.charCodeAt(0)

    expect(refusal(serializeIdentity('Org1MSP', toPem(der, 'CERTIFICATE')))[0]).toBe('chain')
  })

  it('refuses a certificate with several roles, or with none', async () => {
    const several = await handMade({ units: ['client', 'admin'] })
    const twice = await handMade({ units: ['peer', 'peer'] })
    const none = await handMade({ units: ['customs'] })

    expect(refusal(several)[0]).toBe('role')
    expect(refusal(several)[1]).toContain('not a combination of them. OUs: [client admin], MSP: [Org1MSP]')
    expect(refusal(twice)[0]).toBe('role')
    expect(refusal(none)[1]).toContain(
      'does not have an OU that resolves to client, peer, orderer, or admin role. OUs: [customs], MSP: [Org1MSP]',
    )
  })

  it('takes one role among other units', async () => {
    const bytes = await handMade({ units: ['customs', 'peer', 'north'] })

    expect(membership.identify(bytes).role).toBe('peer')
  })

  it('refuses a key that is not ECDSA on a known curve', async () => {
    const rsa = await handMade({
      units: ['client'],
      key: generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey,
    })
    const koblitz = generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).publicKey

    expect(refusal(rsa)[1]).toContain('rsa is not supported')
    expect(refusal(await handMade({ units: ['client'], key: koblitz }))[1]).toContain('is not supported')
  })

  it('takes a key on P-384 and checks its signatures', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'secp384r1' })
    const bytes = await handMade({ units: ['client'], key: publicKey })
    const signer = createSigner('Org1MSP', {
      certificate: '',
      privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    })
    const message = Buffer.from('message')

    expect(membership.identify(bytes).verify(message, signer.sign(message))).toBe(true)
  })
})

describe('validity', () => {
  it('ends at its time, known identity or not, and is not asked for before', async () => {
    const begin = Math.floor(Date.now() / 1000) * 1000
    const [notBefore, notAfter] = [new Date(begin), new Date(begin + MINUTE_MS)]
    const bytes = await serialized({ name: 'clerk', notBefore, notAfter })
    const at = (ms: number): IdentityRule | undefined => refusal(bytes, new Date(begin + ms))[0]

    expect(at(0)).toBeUndefined()
    expect(at(MINUTE_MS)).toBeUndefined()
    expect(at(MINUTE_MS + 1)).toBe('expired')
    expect(at(-1)).toBeUndefined()
    expect(at(0)).toBeUndefined()
  })

  it('is refused in Fabric’s words', async () => {
    const notBefore = new Date('2026-06-01T00:00:00Z')
    const notAfter = new Date('2026-07-01T00:00:00Z')
    const org = await createOrganization({ mspId: 'Org1MSP', clock: () => new Date('2026-01-01T00:00:00Z') })
    const { certificate } = await issueClient(org, { name: 'clerk', notBefore, notAfter })

    const identify = (): Identity =>
      createMembership([org]).identify(serializeIdentity('Org1MSP', certificate), new Date('2026-08-01T00:00:00Z'))

    expect(identify).toThrow(
      'the supplied identity is not valid: x509: certificate has expired or is not yet valid: current time 2026-08-01T00:00:00Z is after 2026-07-01T00:00:00Z',
    )
  })

  it('must begin while the authority is valid', async () => {
    const notBefore = new Date(Date.now() - 60 * MINUTE_MS)

    const [rule, message] = refusal(await serialized({ name: 'clerk', notBefore }))

    expect(rule).toBe('chain')
    expect(message).toContain('certificate has expired or is not yet valid')
  })
})

describe('revocation', () => {
  it('takes away what a list names, whatever the role, and leaves the rest', async () => {
    const [revoked, peer, other] = await Promise.all([
      issueClient(org1, { name: 'revoked' }),
      issueClient(org1, { name: 'revoked', role: 'peer' }),
      issueClient(org1, { name: 'other' }),
    ])
    const certificates = [revoked.certificate, peer.certificate]
    const list = await writeRevocationList(org1.ca, { certificates })
    const channel = createMembership([{ ...org1, revocationLists: [list] }, org2])
    const refused = certificates.map((certificate) =>
      refusal(serializeIdentity('Org1MSP', certificate), undefined, channel),
    )

    const words = 'could not validate identity against certification chain: The certificate has been revoked'
    expect(refused).toEqual([
      ['revoked', words],
      ['revoked', words],
    ])
    expect(channel.identify(serializeIdentity('Org1MSP', other.certificate)).role).toBe('client')
    expect(membership.identify(serializeIdentity('Org1MSP', revoked.certificate)).role).toBe('client')
  })

  it('says that a certificate is revoked before it says that it has ended', async () => {
    const notAfter = new Date(Date.now() - MINUTE_MS)
    const ended = await issueClient(org1, { name: 'ended', notBefore: new Date(+notAfter - MINUTE_MS), notAfter })
    const list = await writeRevocationList(org1.ca, { certificates: [ended.certificate] })
    const channel = createMembership([{ ...org1, revocationLists: [list] }])

    expect(refusal(serializeIdentity('Org1MSP', ended.certificate), undefined, channel)[0]).toBe('revoked')
  })

  it('does nothing by a list in another organisation’s MSP', async () => {
    const { certificate } = await issueClient(org1, { name: 'clerk' })
    const list = await writeRevocationList(org1.ca, { certificates: [certificate] })
    const channel = createMembership([org1, { ...org2, revocationLists: [list] }])

    expect(channel.identify(serializeIdentity('Org1MSP', certificate)).mspId).toBe('Org1MSP')
  })

  it('needs lists that can be read, and names the organisation whose list cannot', () => {
    expect(() => createMembership([org1, { ...org2, revocationLists: ['nothing'] }])).toThrow(
      'revocation lists of Org2MSP: could not parse RevocationList',
    )
  })
})

describe('verify', () => {
  it('takes a signature by this identity over this message, again and again', () => {
    const identity = membership.identify(serializeIdentity('Org1MSP', org1.admin.certificate))
    const message = Buffer.from('message')
    const signature = createSigner('Org1MSP', org1.admin).sign(message)

    expect([1, 2, 3].map(() => identity.verify(message, signature))).toEqual([true, true, true])
  })

  it('refuses another message, another identity and another signature, also after it took the right one', () => {
    const admin = membership.identify(serializeIdentity('Org1MSP', org1.admin.certificate))
    const peer = membership.identify(serializeIdentity('Org1MSP', org1.peer.certificate))
    const message = Buffer.from('message')
    const signature = createSigner('Org1MSP', org1.admin).sign(message)
    admin.verify(message, signature)

    expect(admin.verify(Buffer.from('another'), signature)).toBe(false)
    expect(peer.verify(message, signature)).toBe(false)
    expect(admin.verify(message, createSigner('Org1MSP', org1.peer).sign(message))).toBe(false)
  })

  it('refuses the higher s of a good signature, as Fabric', () => {
    const identity = membership.identify(serializeIdentity('Org1MSP', org1.admin.certificate))
    const message = Buffer.from('message')

    const high = withHigherS(Buffer.from(createSigner('Org1MSP', org1.admin).sign(message)))

    expect(identity.verify(message, high)).toBe(false)
  })

  it('answers any bytes with false and throws nothing', () => {
    const identity = membership.identify(serializeIdentity('Org1MSP', org1.admin.certificate))

    fc.assert(
      fc.property(fc.uint8Array(), fc.uint8Array(), (message, signature) => {
        expect(identity.verify(message, signature)).toBe(false)
      }),
    )
  })
})

describe('certificates', () => {
  it('that differ in the authority’s s only are the same certificate', () => {
    const der = new X509Certificate(org1.admin.certificate).raw
    const at = signatureAt(der)
    const twin = rebuilt(der.subarray(0, at), withHigherS(der.subarray(at)))

    const [one, other] = [org1.admin.certificate, toPem(twin, 'CERTIFICATE')].map((pem) =>
      membership.identify(serializeIdentity('Org1MSP', pem)),
    )

    expect(toPem(twin, 'CERTIFICATE')).not.toBe(org1.admin.certificate)
    expect(other?.certificate).toBe(one?.certificate)
  })

  it('with other text around them are the same certificate', () => {
    const padded = `clerk's certificate\n${org1.admin.certificate}\n\n`

    const identity = membership.identify(serializeIdentity('Org1MSP', padded))

    expect(identity.certificate).toBe(org1.admin.certificate)
  })
})

describe('createMembership', () => {
  it('knows the organisations in their order', () => {
    expect(createMembership([org2, org1]).mspIds).toEqual(['Org2MSP', 'Org1MSP'])
  })

  it('refuses an organisation that is given twice', () => {
    expect(() => createMembership([org1, org1])).toThrow('MSP Org1MSP is given twice')
  })

  it('refuses a certificate that is no authority’s', () => {
    expect(() => createMembership([{ mspId: 'Org1MSP', ca: org1.admin }])).toThrow(
      'CA certificate of Org1MSP: CA Certificate did not have the CA attribute',
    )
  })

  it('refuses an intermediate authority by name', async () => {
    const certificate = pemOf(await handMade({ units: [], isAuthority: true }))

    expect(() => createMembership([{ mspId: 'Org1MSP', ca: { certificate } }])).toThrow(
      'CA certificate of Org1MSP: not self-signed; intermediate authorities are not supported',
    )
  })
})

async function serialized(options: ClientOptions): Promise<Uint8Array> {
  return serializeIdentity('Org1MSP', (await issueClient(org1, options)).certificate)
}

/** Rule and message by which the identity is refused; nothing if it is taken. */
function refusal(bytes: Uint8Array, at?: Date, by: Membership = membership): [rule?: IdentityRule, message?: string] {
  try {
    by.identify(bytes, at)
    return []
  } catch (error) {
    if (!(error instanceof IdentityError)) throw error
    return [error.rule, error.message]
  }
}

/** A certificate of the first organisation such as its authority would not issue. */
async function handMade(options: {
  readonly units: readonly string[]
  readonly key?: ReturnType<typeof generateKeyPairSync>['publicKey']
  readonly isAuthority?: boolean
}): Promise<Uint8Array> {
  const { key = generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).publicKey, isAuthority = false } = options
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
  const pkcs8 = x509.PemConverter.decodeFirst(org1.ca.privateKey)
  const certificate = await x509.X509CertificateGenerator.create({
    subject: new x509.Name([...options.units.map((unit) => ({ OU: [unit] })), { CN: ['handmade'] }]),
    issuer: new x509.X509Certificate(org1.ca.certificate).subjectName,
    notBefore: new Date(Date.now() - MINUTE_MS),
    notAfter: new Date(Date.now() + MINUTE_MS),
    publicKey: key.export({ type: 'spki', format: 'der' }),
    signingKey: await crypto.subtle.importKey('pkcs8', pkcs8, algorithm, false, ['sign']),
    signingAlgorithm: algorithm,
    extensions: [
      new x509.BasicConstraintsExtension(isAuthority, undefined, true),
      new x509.SubjectKeyIdentifierExtension(
        createHash('sha256')
          .update(key.export({ type: 'spki', format: 'der' }))
          .digest('hex'),
      ),
    ],
  })
  return serializeIdentity('Org1MSP', toPem(Buffer.from(certificate.rawData), 'CERTIFICATE'))
}

function pemOf(bytes: Uint8Array): string {
  const text = Buffer.from(bytes).toString('latin1')
  return text.slice(text.indexOf('-----BEGIN'))
}

/** The same signature as the verifier of another library might write it: DER with the other s. */
function withHigherS(signature: Buffer): Buffer {
  const length = signature.readUInt8(3)
  const r = signature.subarray(2, 4 + length)
  const s = BigInt(`0x${signature.subarray(6 + length).toString('hex')}`)
  const text = Buffer.from((ORDER - s).toString(16).padStart(64, '0'), 'hex')
  const high = Buffer.concat([Buffer.from([0x02, 33, 0]), text])
  return Buffer.concat([Buffer.from([0x30, r.length + high.length]), r, high])
}

/** Where the authority's signature starts in a certificate: it is the last element. */
function signatureAt(der: Buffer): number {
  return der.lastIndexOf(Buffer.from('06082a8648ce3d040302', 'hex')) + 13
}

/** A certificate of 256 to 65535 bytes with another signature at its end. */
function rebuilt(beforeSignature: Buffer, signature: Buffer): Buffer {
  const signed = Buffer.concat([
    beforeSignature.subarray(4, -3),
    Buffer.from([0x03, signature.length + 1, 0]),
    signature,
  ])
  const header = Buffer.from([0x30, 0x82, 0, 0])
  header.writeUInt16BE(signed.length, 2)
  return Buffer.concat([header, signed])
}
