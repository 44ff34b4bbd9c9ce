import { describe, expect, it } from '@jest/globals'

import { parseCommand } from './command-line'
import { parsePolicy } from './policy/parse'

const TWO = ['--org', 'Org1MSP', '--org', 'Org2MSP', '--out', 'crypto']
const BASIC = ['--chaincode', 'basic=127.0.0.1:9999']

describe('the command line', () => {
  it('describes a channel, its organisations on ports in a row, its chaincodes and where to write', () => {
    const command = parseCommand([...TWO, ...BASIC, '--channel', 'trade', '--port', '8000', '--data', 'kept'])

    expect(command).toMatchObject({
      out: 'crypto',
      channel: {
        channelId: 'trade',
        dataFolder: 'kept',
        organizations: [
          { mspId: 'Org1MSP', port: 8000 },
          { mspId: 'Org2MSP', port: 8001 },
        ],
        chaincodes: [{ name: 'basic', address: '127.0.0.1:9999' }],
      },
    })
  })

  it('gives each chaincode the policy that follows it, and a majority to one without', () => {
    const policy = "OR('Org1MSP.peer','Org2MSP.peer')"
    const command = parseCommand([...TWO, '--chaincode', 'a=localhost:1', ...BASIC, '--policy', policy])

    expect(command?.channel.chaincodes.map((chaincode) => chaincode.policy)).toEqual([
      "OutOf(2, 'Org1MSP.peer', 'Org2MSP.peer')",
      parsePolicy(policy),
    ])
  })

  it('takes the name of a policy of the channel as a policy', () => {
    const command = parseCommand([...TWO, ...BASIC, '--policy', '/Channel/Application/Endorsement'])

    expect(command?.channel.chaincodes.map(({ policy }) => policy)).toEqual([
      { channelPolicy: '/Channel/Application/Endorsement' },
    ])
  })

  it('answers a wish for help', () => {
    expect(parseCommand(['--help'])).toBeUndefined()
  })

  it.each([
    [[], '--org is missing: give at least one MSP id.'],
    [['--org', 'a b'], "--org a b: an MSP id is letters, digits, '.' and '-'."],
    [['--org', 'A', '--org', 'A'], '--org A is given twice.'],
    [['--org', 'A'], '--out is missing: say where to write certificates and keys.'],
    [TWO, '--chaincode is missing: give at least one as NAME=HOST:PORT.'],
    [[...TWO, '--chaincode', 'basic'], '--chaincode basic: NAME=HOST:PORT is expected.'],
    [[...TWO, ...BASIC, ...BASIC], '--chaincode basic is given twice.'],
    [[...TWO, '--policy', 'x', ...BASIC], '--policy belongs after the --chaincode that it is for.'],
    [[...TWO, '--collections', 'x', ...BASIC], '--collections belongs after the --chaincode that it is for.'],
    [
      [...TWO, ...BASIC, '--policy', "AND('Org3MSP.peer')"],
      '--policy of basic: Org3MSP is not one of the --org organisations.',
    ],
    [[...TWO, ...BASIC, '--channel', 'Mine'], '--channel Mine: a lower-case letter is expected'],
    [[...TWO, ...BASIC, '--port', 'http'], '--port http: a port number is expected.'],
    [[...TWO, ...BASIC, '--port', '65535'], '--port 65535: a port number is expected.'],
    [[...TWO, ...BASIC, '--verbose'], "Unknown option '--verbose'."],
    [[...TWO, ...BASIC, '--data'], "Option '--data <value>' argument missing."],
    [[...TWO, ...BASIC, 'more'], "Unexpected argument 'more'."],
    [[...TWO, ...BASIC, '--collections', 'absent.json'], '--collections absent.json: ENOENT'],
  ])('refuses %j in one sentence', (args, sentence) => {
    expect(() => parseCommand(args)).toThrow(sentence)
  })
})
