import { keyPolicy } from '../key-policy'
import { collect, evaluate, order, submit } from '../scenario'
import type { Operation, Scenario, Step } from '../scenario'

const ORG2 = keyPolicy("OR('Org2MSP.peer')")
const THREE = ['Org1MSP', 'Org2MSP', 'Org3MSP'] as const

const PROTECT: readonly Operation[] = [
  ['put', '~a', '1'],
  ['setPolicy', '~a', ORG2],
]

function by(mspId: string, name: string, run: readonly Operation[], chaincode: string): readonly Step[] {
  return [collect(name, [mspId], run, { chaincode }), order(name)]
}

/** References to policies of the channel's configuration beside policies of keys, collections and other chaincodes. */
export const CHANNEL_POLICY_MIXTURES: readonly Scenario[] = [
  {
    id: 'channel-policies/key-policy',
    title: 'a key’s own policy takes the place of the reference',
    steps: [
      submit(PROTECT, { chaincode: 'configured', endorsing: THREE }),
      ...by('Org1MSP', 'one', [['put', '~a', 'by Org1']], 'configured'),
      ...by('Org2MSP', 'two', [['put', '~a', 'by Org2']], 'configured'),
      ...by(
        'Org2MSP',
        'and another key',
        [
          ['put', '~a', '2'],
          ['put', '~b', '2'],
        ],
        'configured',
      ),
      evaluate([['get', '~a']], { chaincode: 'configured' }),
    ],
  },
  {
    id: 'channel-policies/key-policy-gateway',
    title: 'the gateway still plans nothing where the chaincode’s own policy cannot be planned by',
    steps: [
      submit(PROTECT, { chaincode: 'configured', endorsing: THREE }),
      submit([['put', '~a', '2']], { chaincode: 'configured' }),
    ],
  },
  {
    id: 'channel-policies/key-policy-planned',
    title: 'the gateway asks those whom a key’s policy names, and for other keys those of the reference',
    steps: [
      submit(PROTECT, { chaincode: 'readers', chance: true }),
      submit([['put', '~a', '2']], { chaincode: 'readers' }),
      submit(
        [
          ['put', '~a', '3'],
          ['put', '~b', '3'],
        ],
        { chaincode: 'readers', chance: true },
      ),
    ],
  },
  {
    id: 'channel-policies/collection-reference',
    title: 'a collection’s policy may be a reference, too',
    steps: [
      submit([['privatePut', 'second', '~a', '1']], { chaincode: 'readers' }),
      ...by('Org1MSP', 'one', [['privatePut', 'second', '~a', '2']], 'readers'),
      ...by('Org2MSP', 'two', [['privatePut', 'second', '~a', '3']], 'readers'),
      evaluate([['privateGet', 'second', '~a']], { chaincode: 'readers', as: 'Org2MSP' }),
    ],
  },
  {
    id: 'channel-policies/collection-and-public',
    title: 'what is written beside it needs the chaincode’s',
    steps: [
      ...by(
        'Org2MSP',
        'two',
        [
          ['privatePut', 'second', '~a', '1'],
          ['put', '~a', '1'],
        ],
        'readers',
      ),
      submit(
        [
          ['privatePut', 'second', '~a', '2'],
          ['put', '~a', '2'],
        ],
        { chaincode: 'readers', chance: true },
      ),
    ],
  },
  {
    id: 'channel-policies/collection-unplanned',
    title: 'a collection whose reference cannot be planned by is written around the gateway only',
    steps: [
      submit([['privatePut', 'unplanned', '~a', '1']], { chaincode: 'readers' }),
      ...by('Org1MSP', 'one', [['privatePut', 'unplanned', '~a', '2']], 'readers'),
      submit([['privateGet', 'unplanned', '~a']], { chaincode: 'readers' }),
    ],
  },
  {
    id: 'channel-policies/collection-signatures',
    title: 'a collection’s signature policy takes the place of a reference that few would not meet',
    steps: [
      collect('both', ['Org1MSP', 'Org2MSP'], [['privatePut', 'both', '~a', '1']], { chaincode: 'configured' }),
      order('both'),
      ...by('Org1MSP', 'one', [['privatePut', 'both', '~a', '2']], 'configured'),
      submit([['privatePut', 'both', '~a', '3']], { chaincode: 'configured' }),
    ],
  },
  {
    id: 'channel-policies/transient',
    title: 'transient data is given to those only who may have it',
    steps: [
      submit([['privatePut', 'second', '~a']], { chaincode: 'readers', transient: { value: '1' } }),
      submit(
        [
          ['privatePut', 'second', '~a'],
          ['put', '~a', '1'],
        ],
        { chaincode: 'readers', transient: { value: '1' } },
      ),
    ],
  },
  {
    id: 'channel-policies/called',
    title: 'a chaincode that another one calls is planned by its reference',
    steps: [
      submit([['invoke', 'readers', '', 'put', '~a', '1']], { chance: true }),
      submit([['invoke', 'configured', '', 'put', '~a', '1']]),
      submit([['invoke', 'any', '', 'put', '~a', '1']], { chaincode: 'configured' }),
      submit([['invoke', 'configured', '', 'put', '~a', '1']], { endorsing: ['Org1MSP'] }),
    ],
  },
]
