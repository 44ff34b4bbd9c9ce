import { mkdtemp, readFile, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { createOrganization, issueClient } from './authority'
import { connectionProfile, writeOrganizationFolders } from './folders'
import type { Credentials, OrganizationMaterial } from './identity'
import { createMembership } from './msp'
import { writeRevocationList } from './revocation-list'
import { createSigner, serializeIdentity } from './signing'

let folder: string
let org: OrganizationMaterial
let clerk: Credentials

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'folders-'))
  org = await createOrganization({ mspId: 'Org1MSP' })
  clerk = await issueClient(org, { name: 'clerk' })
  await writeOrganizationFolders(folder, [
    { material: org, users: { clerk } },
    { material: await createOrganization({ mspId: 'Org2MSP' }) },
  ])
})

afterAll(() => rm(folder, { recursive: true }))

describe('writeOrganizationFolders', () => {
  it('lays everything out as cryptogen does', async () => {
    const msp = (name: string): string[] => [
      `${name}/msp/cacerts/ca.org1.example.com-cert.pem`,
      `${name}/msp/config.yaml`,
      `${name}/msp/keystore/priv_sk`,
      `${name}/msp/signcerts/${basename(name)}-cert.pem`,
      `${name}/msp/tlscacerts/tlsca.org1.example.com-cert.pem`,
    ]
    const tls = (name: string, kind: string): string[] =>
      ['ca.crt', `${kind}.crt`, `${kind}.key`].map((file) => `${name}/tls/${file}`)

    expect(await filesIn('org1.example.com')).toEqual(
      [
        'ca/ca.org1.example.com-cert.pem',
        'ca/priv_sk',
        'tlsca/priv_sk',
        'tlsca/tlsca.org1.example.com-cert.pem',
        'msp/cacerts/ca.org1.example.com-cert.pem',
        'msp/config.yaml',
        'msp/tlscacerts/tlsca.org1.example.com-cert.pem',
        ...msp('peers/peer0.org1.example.com'),
        ...tls('peers/peer0.org1.example.com', 'server'),
        ...['users/Admin@org1.example.com', 'users/clerk@org1.example.com'].flatMap((user) => [
          ...msp(user),
          ...tls(user, 'client'),
        ]),
      ].sort(),
    )
  })

  it('puts revocation lists where Fabric’s tools look for them', async () => {
    const lists = await Promise.all(
      [clerk, org.admin].map(({ certificate }) => writeRevocationList(org.ca, { certificates: [certificate] })),
    )
    const directory = join(folder, 'revoking')

    await writeOrganizationFolders(directory, [{ material: { ...org, revocationLists: lists }, users: { clerk } }])

    const crls = join(directory, 'peerOrganizations/org1.example.com/msp/crls')
    const files = (await readdir(crls)).sort().map((name) => readFile(join(crls, name), 'utf8'))
    expect(await Promise.all(files)).toEqual(lists)
  })

  it('makes a first user when it is given none', async () => {
    expect(await readdir(join(folder, 'peerOrganizations/org2.example.com/users'))).toEqual([
      'Admin@org2.example.com',
      'User1@org2.example.com',
    ])
  })

  it('lets only the owner read private keys', async () => {
    const files = [...(await filesIn('org1.example.com')), ...(await filesIn('org2.example.com'))]
    const keys = files.filter((file) => /priv_sk$|\.key$/.test(file))

    const modes = keys.map(async (file) => {
      const domain = file.includes('org2') ? 'org2.example.com' : 'org1.example.com'
      return (await stat(join(folder, 'peerOrganizations', domain, file))).mode & 0o777
    })

    expect(new Set(await Promise.all(modes))).toEqual(new Set([0o600]))
  })

  it('names the four roles, as the certificates of the organisation’s authority', async () => {
    const config = await text('org1.example.com/msp/config.yaml')

    expect(config).toMatch(/^NodeOUs:\n {2}Enable: true\n/)
    for (const [key, unit] of [
      ['ClientOUIdentifier', 'client'],
      ['PeerOUIdentifier', 'peer'],
      ['AdminOUIdentifier', 'admin'],
      ['OrdererOUIdentifier', 'orderer'],
    ]) {
      expect(config).toContain(
        `  ${key}:\n    Certificate: cacerts/ca.org1.example.com-cert.pem\n    OrganizationalUnitIdentifier: ${unit}\n`,
      )
    }
  })

  it('writes users that the channel knows and that can sign', async () => {
    const user = 'org2.example.com/users/User1@org2.example.com/msp'
    const certificate = await text(`${user}/signcerts/User1@org2.example.com-cert.pem`)
    const privateKey = await text(`${user}/keystore/priv_sk`)
    const root = await text('org2.example.com/msp/cacerts/ca.org2.example.com-cert.pem')
    const message = Buffer.from('message')

    const identity = createMembership([{ mspId: 'Org2MSP', ca: { certificate: root } }]).identify(
      serializeIdentity('Org2MSP', certificate),
    )

    expect(identity.role).toBe('client')
    expect(identity.verify(message, createSigner('Org2MSP', { certificate, privateKey }).sign(message))).toBe(true)
  })
})

describe('connectionProfile', () => {
  it('tells a client of Fabric’s samples where the peer is and whom to trust, and holds no private key', () => {
    const profile = connectionProfile(org, 'localhost:7051')

    expect(profile.organizations).toEqual({ Org1: { mspid: 'Org1MSP', peers: ['peer0.org1.example.com'] } })
    expect(profile.client.organization).toBe('Org1')
    expect(profile.peers['peer0.org1.example.com']).toEqual({
      url: 'grpcs://localhost:7051',
      tlsCACerts: { pem: org.tlsCa.certificate },
      grpcOptions: {
        'ssl-target-name-override': 'peer0.org1.example.com',
        hostnameOverride: 'peer0.org1.example.com',
      },
    })
    expect(JSON.stringify(profile)).not.toContain('PRIVATE KEY')
  })
})

async function filesIn(domain: string): Promise<string[]> {
  const root = join(folder, 'peerOrganizations', domain)
  const entries = await readdir(root, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort()
}

async function text(path: string): Promise<string> {
  return readFile(join(folder, 'peerOrganizations', path), 'utf8')
}
