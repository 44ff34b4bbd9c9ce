import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { ConfigError, readConfig, readConfigFile } from './config'

const VALID = {
  member: 'AU',
  host: '127.0.0.1',
  port: 8081,
  dataFolder: 'data',
  ledger: {
    channel: 'eco',
    chaincode: 'eco',
    endpoint: '127.0.0.1:7051',
    mspId: 'AUMSP',
    tlsRootCertificateFile: 'tls.pem',
  },
  identities: { issuer: { certificateFile: 'issuer.pem', privateKeyFile: 'issuer-key.pem' } },
  authorities: [{ id: 'AU-CHAMBER', name: 'Chamber', signingKeyFile: 'key.pem' }],
  trustFile: '/elsewhere/trust.json',
  tokens: { issuer: 'dev', audience: 'eco', development: { keyFile: 'token.pem' } },
}

function problemsOf(input: unknown): readonly string[] {
  try {
    readConfig(input, '/conf')
    return []
  } catch (error) {
    return error instanceof ConfigError ? error.problems : [String(error)]
  }
}

describe('the configuration', () => {
  it('takes relative paths from the folder of its file', () => {
    const config = readConfig(VALID, '/conf')

    expect(config).toMatchObject({
      dataFolder: '/conf/data',
      trustFile: '/elsewhere/trust.json',
      identities: { issuer: { certificateFile: '/conf/issuer.pem' } },
      tokens: { development: { keyFile: '/conf/token.pem' } },
    })
  })

  it('names all that is wrong at once, and no value', () => {
    const wrong = {
      ...VALID,
      member: 'secret',
      port: 'secret',
      identities: {},
      ledger: { ...VALID.ledger, endpoint: 7051 },
      deadlinesMs: { x: 1, commit: -1 },
    }

    const problems = problemsOf(wrong)

    expect(problems.map((problem) => problem.split(':')[0])).toEqual([
      'member',
      'port',
      'ledger.endpoint',
      'identities',
      'deadlinesMs.x',
      'deadlinesMs.commit',
    ])
    expect(problems.join()).not.toContain('secret')
  })

  it('takes an authority’s key from a file or from a token, and an official’s beside it', () => {
    const token = { module: '/lib/token.so', tokenLabel: 'eco', keyLabel: 'seal', pinFile: 'pin' }
    const official = { signingKeyFile: 'official.p12', passphraseFile: 'passphrase' }
    const config = readConfig(
      { ...VALID, authorities: [{ id: 'AU-CHAMBER', name: 'Chamber', token, official }] },
      '/conf',
    )

    expect(config.authorities).toEqual([
      {
        id: 'AU-CHAMBER',
        name: 'Chamber',
        token: { ...token, pinFile: '/conf/pin' },
        official: { signingKeyFile: '/conf/official.p12', passphraseFile: '/conf/passphrase' },
      },
    ])
    const both = { id: 'AU-CHAMBER', name: 'Chamber', signingKeyFile: 'key.pem', token }
    expect(problemsOf({ ...VALID, authorities: [both, { id: 'AU-OTHER', name: 'Other' }] })).toEqual([
      'authorities[0]: must have either signingKeyFile or token',
      'authorities[1]: must have either signingKeyFile or token',
    ])
  })

  it.each([null, 'text', [], 1])('refuses %p', (input) => {
    expect(problemsOf(input)[0]).toBe('the configuration: must be an object')
  })

  it('may be a list of gateways in one file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'eco-config-'))
    await writeFile(join(folder, 'gateways.json'), JSON.stringify([VALID, { ...VALID, member: 'KR' }]))

    const configs = await readConfigFile(join(folder, 'gateways.json'))

    expect(configs.map(({ member }) => member)).toEqual(['AU', 'KR'])
    await rm(folder, { recursive: true })
  })

  it('that is not JSON is refused in a sentence', async () => {
    await expect(readConfigFile('/does/not/exist.json')).rejects.toThrow('is not a readable JSON file')
  })
})
