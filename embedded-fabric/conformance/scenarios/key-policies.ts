import { keyPolicy } from '../key-policy'
import { collect, evaluate, order, submit } from '../scenario'
import type { Operation, Scenario, Step } from '../scenario'

const ORG1 = keyPolicy("OR('Org1MSP.peer')")
const ORG2 = keyPolicy("OR('Org2MSP.peer')")
const BOTH = keyPolicy("AND('Org1MSP.peer', 'Org2MSP.peer')")
const ADMIN = keyPolicy("OR('Org1MSP.admin')")

function protectedBy(policy: string): Step {
  return submit([
    ['put', '~a', '1'],
    ['setPolicy', '~a', policy],
  ])
}

/** A transaction with one organisation's endorsement. */
function by(mspId: string, name: string, run: readonly Operation[], chaincode = 'any'): readonly Step[] {
  return [collect(name, [mspId], run, { chaincode }), order(name)]
}

/** Endorsement policies of single keys. */
export const KEY_POLICIES: readonly Scenario[] = [
  {
    id: 'key-policies/set',
    title: 'a key with a policy is changed by those whom it names only',
    steps: [
      protectedBy(ORG2),
      ...by('Org1MSP', 'one', [['put', '~a', 'by Org1']]),
      ...by('Org2MSP', 'two', [['put', '~a', 'by Org2']]),
      evaluate([
        ['get', '~a'],
        ['getPolicy', '~a'],
      ]),
    ],
  },
  {
    id: 'key-policies/gateway',
    title: 'the gateway asks those whom the policies of the written keys name',
    steps: [
      protectedBy(BOTH),
      submit([['put', '~a', '2']]),
      submit([['put', '~a', '3']], { as: 'Org3MSP' }),
      submit([['get', '~a']]),
    ],
  },
  {
    id: 'key-policies/gateway-elsewhere',
    title: 'the gateway asks another organisation when its own has no say over the key',
    steps: [protectedBy(ORG2), submit([['put', '~a', '2']])],
  },
  {
    id: 'key-policies/delete',
    title: 'to delete a key with a policy needs its policy, and takes it away',
    steps: [
      protectedBy(ORG2),
      ...by('Org1MSP', 'one', [['delete', '~a']]),
      ...by('Org2MSP', 'two', [['delete', '~a']]),
      evaluate([
        ['get', '~a'],
        ['getPolicy', '~a'],
      ]),
      ...by('Org1MSP', 'three', [['put', '~a', 'again']]),
    ],
  },
  {
    id: 'key-policies/change',
    title: 'to change the policy of a key needs the policy that it has',
    steps: [
      protectedBy(ORG2),
      ...by('Org1MSP', 'one', [['setPolicy', '~a', ORG1]]),
      ...by('Org2MSP', 'two', [['setPolicy', '~a', ORG1]]),
      ...by('Org2MSP', 'three', [['put', '~a', 'by Org2']]),
      ...by('Org1MSP', 'four', [['put', '~a', 'by Org1']]),
    ],
  },
  {
    id: 'key-policies/remove',
    title: 'without its policy a key falls under the policy of its chaincode again',
    steps: [
      protectedBy(ORG2),
      ...by('Org2MSP', 'one', [['setPolicy', '~a', '']]),
      evaluate([['getPolicy', '~a']]),
      ...by('Org1MSP', 'two', [['put', '~a', 'by Org1']]),
    ],
  },
  {
    id: 'key-policies/kept',
    title: 'a new value keeps the policy of its key',
    steps: [
      protectedBy(ORG2),
      ...by('Org2MSP', 'one', [['put', '~a', '2']]),
      evaluate([['getPolicy', '~a']]),
      ...by('Org1MSP', 'two', [['put', '~a', '3']]),
    ],
  },
  {
    id: 'key-policies/without-value',
    title: 'a policy for a key that is not there is forgotten',
    steps: [
      submit([['setPolicy', '~a', ORG2]]),
      evaluate([
        ['get', '~a'],
        ['getPolicy', '~a'],
      ]),
      ...by('Org1MSP', 'one', [['put', '~a', '1']]),
    ],
  },
  {
    id: 'key-policies/mixed',
    title: 'a transaction that writes keys with and without policy needs the chaincode policy, too',
    steps: [
      submit(
        [
          ['put', '~a', '1'],
          ['setPolicy', '~a', ORG1],
        ],
        { chaincode: 'two' },
      ),
      ...by('Org1MSP', 'one', [['put', '~a', '2']], 'two'),
      ...by(
        'Org1MSP',
        'both',
        [
          ['put', '~a', '3'],
          ['put', '~b', '3'],
        ],
        'two',
      ),
      submit([['put', '~a', '4']], { chaincode: 'two' }),
      submit(
        [
          ['put', '~a', '5'],
          ['put', '~b', '5'],
        ],
        { chaincode: 'two' },
      ),
    ],
  },
  {
    id: 'key-policies/two-keys',
    title: 'every written key needs its own policy',
    steps: [
      submit([
        ['put', '~a', '1'],
        ['setPolicy', '~a', ORG1],
        ['put', '~b', '1'],
        ['setPolicy', '~b', ORG2],
      ]),
      ...by('Org1MSP', 'one', [
        ['put', '~a', '2'],
        ['put', '~b', '2'],
      ]),
      submit([
        ['put', '~a', '3'],
        ['put', '~b', '3'],
      ]),
    ],
  },
  {
    id: 'key-policies/nobody',
    title: 'a key whose policy no peer can satisfy stays as it is',
    steps: [
      protectedBy(ADMIN),
      submit([['put', '~a', '2']]),
      ...by('Org1MSP', 'one', [['put', '~a', '2']]),
      evaluate([['get', '~a']]),
    ],
  },
  {
    id: 'key-policies/unreadable',
    title: 'a policy that is none',
    steps: [
      submit([
        ['put', '~a', '1'],
        ['setPolicy', '~a', Buffer.from('no policy').toString('base64')],
      ]),
      evaluate([
        ['get', '~a'],
        ['getPolicy', '~a'],
      ]),
      submit([['put', '~a', '2']]),
      ...by('Org1MSP', 'one', [['put', '~a', '2']]),
    ],
  },
  {
    id: 'key-policies/own-change',
    title: 'a transaction does not see the policy that it sets',
    steps: [
      submit([
        ['put', '~a', '1'],
        ['setPolicy', '~a', ORG1],
        ['getPolicy', '~a'],
      ]),
    ],
  },
  {
    id: 'key-policies/set-twice',
    title: 'of two policies for a key in one transaction the last one counts',
    steps: [
      submit([
        ['put', '~a', '1'],
        ['setPolicy', '~a', ORG1],
        ['setPolicy', '~a', ORG2],
      ]),
      evaluate([['getPolicy', '~a']]),
    ],
  },
  {
    id: 'key-policies/private',
    title: 'a private key with a policy is changed by those whom it names only',
    steps: [
      submit([
        ['privatePut', 'pair', '~a', '1'],
        ['privateSetPolicy', 'pair', '~a', ORG2],
      ]),
      ...by('Org1MSP', 'one', [['privatePut', 'pair', '~a', 'by Org1']]),
      ...by('Org2MSP', 'two', [['privatePut', 'pair', '~a', 'by Org2']]),
      evaluate([
        ['privateGet', 'pair', '~a'],
        ['privateGetPolicy', 'pair', '~a'],
      ]),
    ],
  },
  {
    id: 'key-policies/private-gateway',
    title: 'the gateway asks those whom the policy of a private key names',
    steps: [
      submit([
        ['privatePut', 'pair', '~a', '1'],
        ['privateSetPolicy', 'pair', '~a', BOTH],
      ]),
      submit([['privatePut', 'pair', '~a', '2']]),
    ],
  },
]
