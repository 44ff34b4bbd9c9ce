import { X509Certificate, createPrivateKey } from 'node:crypto'
import { beforeAll, describe, expect, it } from '@jest/globals'
import { createServer, connect } from 'node:tls'
import type { AddressInfo } from 'node:net'
import { createOrganization, issueClient, issueTlsClient, issueTlsServer } from './authority'
import type { Credentials, OrganizationMaterial } from './identity'

const DAY_MS = 24 * 60 * 60 * 1000
let org: OrganizationMaterial

beforeAll(async () => {
  org = await createOrganization({ mspId: 'Org1MSP' })
})

describe('createOrganization', () => {
  it('names the domain after the MSP unless it is given one', async () => {
    const named = await createOrganization({ mspId: 'CustomsMSP', domain: 'customs.example.org' })

    expect(org.domain).toBe('org1.example.com')
    expect(named.domain).toBe('customs.example.org')
    expect(opened(named.ca).subject).toBe('O=customs.example.org\nCN=ca.customs.example.org')
  })

  it('makes two different self-signed authorities with a subject key identifier', () => {
    for (const authority of [org.ca, org.tlsCa]) {
      const certificate = opened(authority)
      expect(certificate.ca).toBe(true)
      expect(certificate.checkIssued(certificate) && certificate.verify(certificate.publicKey)).toBe(true)
      expect(certificate.toString()).toBe(authority.certificate)
    }
    expect(opened(org.ca).fingerprint256).not.toBe(opened(org.tlsCa).fingerprint256)
  })

  it('lets the identity authority issue the peer and the administrator, the TLS authority the TLS certificate', () => {
    for (const [leaf, authority, subject] of [
      [org.peer, org.ca, 'OU=peer\nCN=peer0.org1.example.com'],
      [org.admin, org.ca, 'OU=admin\nCN=Admin@org1.example.com'],
      [org.peerTls, org.tlsCa, 'CN=peer0.org1.example.com'],
    ] as const) {
      const certificate = opened(leaf)
      expect(certificate.subject).toBe(subject)
      expect(certificate.ca).toBe(false)
      expect(isIssuedBy(certificate, authority)).toBe(true)
    }
  })

  it('gives every certificate its own private key', () => {
    for (const credentials of [org.ca, org.tlsCa, org.peer, org.peerTls, org.admin]) {
      expect(opened(credentials).checkPrivateKey(createPrivateKey(credentials.privateKey))).toBe(true)
    }
  })

  it('dates certificates by the clock it is given', async () => {
    const past = await createOrganization({ mspId: 'Org1MSP', clock: () => new Date('2020-01-01T00:05:00Z') })

    expect(opened(past.ca).validFromDate).toEqual(new Date('2020-01-01T00:00:00Z'))
    expect(opened(past.peer).validFromDate).toEqual(new Date('2020-01-01T00:00:00Z'))
  })
})

describe('issueClient', () => {
  it('issues clients by default and any other role when asked', async () => {
    const client = await issueClient(org, { name: 'clerk' })
    const orderer = await issueClient(org, { name: 'orderer0', role: 'orderer' })

    expect(opened(client).subject).toBe('OU=client\nCN=clerk')
    expect(opened(orderer).subject).toBe('OU=orderer\nCN=orderer0')
  })

  it.each(['clerk,OU=admin', 'clerk+OU=admin', 'clerk\nOU=admin', '#1302414243', 'Zoë Müller', 'a"b\\c'])(
    'takes the name %j as it is, so that it gives nobody a role',
    async (name) => {
      const { certificate } = await issueClient(org, { name })

      const subject = new X509Certificate(certificate).toLegacyObject().subject
      expect({ ...subject }).toEqual({ OU: 'client', CN: name })
    },
  )

  it('writes attributes where Fabric CA does', async () => {
    const client = opened(await issueClient(org, { name: 'clerk', attributes: { 'eco.role': 'issuer' } }))

    // OID 1.2.3.4.5.6.7.8.1
    const at = client.raw.indexOf(Buffer.from('06082a03040506070801', 'hex'))
    expect(at).toBeGreaterThan(0)
    expect(client.raw.subarray(at).toString('latin1')).toContain('{"attrs":{"eco.role":"issuer"}}')
  })

  it('keeps to the dates it is given', async () => {
    const notBefore = new Date('2026-01-01T00:00:00Z')
    const notAfter = new Date('2026-02-01T00:00:00Z')

    const client = opened(await issueClient(org, { name: 'clerk', notBefore, notAfter }))

    expect([client.validFromDate, client.validToDate]).toEqual([notBefore, notAfter])
  })

  it('never begins before its authority or ends after it, unless told to', async () => {
    const later = await createOrganization({ mspId: 'Org1MSP', clock: () => new Date(Date.now() + 30 * DAY_MS) })
    const ending = await createOrganization({
      mspId: 'Org1MSP',
      clock: () => new Date(Date.now() - 15 * 364.9 * DAY_MS),
    })

    const first = opened(await issueClient(later, { name: 'clerk' }))
    const last = opened(await issueClient(ending, { name: 'clerk' }))

    expect(first.validFromDate).toEqual(opened(later.ca).validFromDate)
    expect(last.validToDate).toEqual(opened(ending.ca).validToDate)
  })

  it('works for material that was read back from a file', async () => {
    const read = JSON.parse(JSON.stringify(org)) as OrganizationMaterial

    const client = opened(await issueClient(read, { name: 'clerk' }))

    expect(isIssuedBy(client, org.ca)).toBe(true)
  })

  it('gives every certificate another serial number', async () => {
    const clients = await Promise.all(Array.from({ length: 20 }, () => issueClient(org, { name: 'clerk' })))

    expect(new Set(clients.map((client) => opened(client).serialNumber)).size).toBe(20)
  })
})

describe('issueTlsServer and issueTlsClient', () => {
  it('serves this machine and the peer’s name by default', async () => {
    const server = opened(await issueTlsServer(org))

    expect(server.checkHost('peer0.org1.example.com')).toBeDefined()
    expect(server.checkHost('localhost')).toBeDefined()
    expect(server.checkIP('127.0.0.1')).toBeDefined()
    expect(server.checkIP('::1')).toBeDefined()
    expect(server.checkHost('peer0.org2.example.com')).toBeUndefined()
  })

  it('serves the names it is given and its own, and no others', async () => {
    const server = opened(await issueTlsServer(org, { name: 'gate.example.org', hosts: ['10.0.0.7'] }))

    expect(server.checkHost('gate.example.org')).toBeDefined()
    expect(server.checkIP('10.0.0.7')).toBeDefined()
    expect(server.checkHost('localhost')).toBeUndefined()
  })

  it('let a server and a client of the organisation trust each other over TLS', async () => {
    const client = await issueTlsClient(org, { name: 'clerk' })

    expect(await subjectSeenByServer(org.peerTls, client, org.tlsCa)).toBe('clerk')
  })

  it('let nobody in who was issued a certificate by another organisation', async () => {
    const other = await createOrganization({ mspId: 'Org2MSP' })
    const client = await issueTlsClient(other, { name: 'clerk' })

    expect(await subjectSeenByServer(org.peerTls, client, org.tlsCa)).toBeUndefined()
  })
})

function opened({ certificate }: Credentials): X509Certificate {
  return new X509Certificate(certificate)
}

function isIssuedBy(certificate: X509Certificate, authority: Credentials): boolean {
  const issuer = opened(authority)
  return certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey)
}

/** The common name of the client's certificate, if both sides accept each other's. */
async function subjectSeenByServer(
  server: Credentials,
  client: Credentials,
  ca: Credentials,
): Promise<string | undefined> {
  const listener = createServer({
    key: server.privateKey,
    cert: server.certificate,
    ca: ca.certificate,
    requestCert: true,
    rejectUnauthorized: true,
  })
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
  const { port } = listener.address() as AddressInfo
  const seen = new Promise<string | undefined>((resolve) => {
    listener.on('secureConnection', (socket) => {
      resolve([socket.getPeerCertificate().subject.CN].flat()[0])
      socket.end()
    })
    listener.on('tlsClientError', () => resolve(undefined))
  })
  const socket = connect({
    port,
    host: '127.0.0.1',
    key: client.privateKey,
    cert: client.certificate,
    ca: ca.certificate,
  })
  socket.on('error', () => undefined)
  const subject = await seen
  socket.destroy()
  await new Promise((resolve) => listener.close(resolve))
  return subject
}
