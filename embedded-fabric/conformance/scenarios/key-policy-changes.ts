import { keyPolicy } from '../key-policy'
import { collect, endorse, evaluate, order, submit, together } from '../scenario'
import type { Scenario, Step } from '../scenario'

const ORG1 = keyPolicy("OR('Org1MSP.peer')")
const ORG2 = keyPolicy("OR('Org2MSP.peer')")
const BOTH = keyPolicy("AND('Org1MSP.peer', 'Org2MSP.peer')")

function protectedBy(policy: string): Step {
  return submit([
    ['put', '~a', '1'],
    ['setPolicy', '~a', policy],
  ])
}

/** Policies of keys that change while others use the key. */
export const KEY_POLICY_CHANGES: readonly Scenario[] = [
  {
    id: 'key-policies/change-and-use-in-block',
    title: 'in the block in which the policy of a key changes no later transaction may write it',
    steps: [
      protectedBy(ORG2),
      collect('change', ['Org2MSP'], [['setPolicy', '~a', ORG1]]),
      collect('old', ['Org2MSP'], [['put', '~a', 'by the old policy']]),
      collect('new', ['Org1MSP'], [['put', '~a', 'by the new policy']]),
      together('change', 'old', 'new'),
      evaluate([
        ['get', '~a'],
        ['getPolicy', '~a'],
      ]),
    ],
  },
  {
    id: 'key-policies/use-and-change-in-block',
    title: 'what stands in a block before the change of a policy falls under the old one',
    steps: [
      protectedBy(ORG2),
      collect('old', ['Org2MSP'], [['put', '~a', 'by the old policy']]),
      collect('change', ['Org2MSP'], [['setPolicy', '~a', ORG1]]),
      together('old', 'change'),
      evaluate([
        ['get', '~a'],
        ['getPolicy', '~a'],
      ]),
    ],
  },
  {
    id: 'key-policies/created-and-used-in-block',
    title: 'a key is written in the block in which it is created with a policy',
    steps: [
      collect(
        'create',
        ['Org1MSP'],
        [
          ['put', '~a', '1'],
          ['setPolicy', '~a', ORG1],
        ],
      ),
      collect('write', ['Org1MSP'], [['put', '~a', '2']]),
      together('create', 'write'),
      evaluate([
        ['get', '~a'],
        ['getPolicy', '~a'],
      ]),
    ],
  },
  {
    id: 'key-policies/invalid-change-in-block',
    title: 'a change of a policy that is not endorsed well hinders nobody behind it in the block',
    steps: [
      protectedBy(ORG2),
      collect('change', ['Org1MSP'], [['setPolicy', '~a', ORG1]]),
      collect('write', ['Org2MSP'], [['put', '~a', 'by Org2']]),
      together('change', 'write'),
      evaluate([
        ['get', '~a'],
        ['getPolicy', '~a'],
      ]),
    ],
  },
  {
    id: 'key-policies/conflicting-change-in-block',
    title: 'a change of a policy that is invalid for what it read, and a write behind it in the block',
    steps: [
      protectedBy(ORG2),
      collect('first', ['Org2MSP'], [['put', '~a', 'first']]),
      collect(
        'change',
        ['Org2MSP'],
        [
          ['get', '~a'],
          ['setPolicy', '~a', ORG1],
        ],
      ),
      collect('write', ['Org2MSP'], [['put', '~a', 'second']]),
      together('first', 'change', 'write'),
      evaluate([
        ['get', '~a'],
        ['getPolicy', '~a'],
      ]),
    ],
  },
  {
    id: 'key-policies/change-is-a-conflict',
    title: 'a change of the policy of a key is a conflict for those who have read the key',
    steps: [
      protectedBy(ORG1),
      endorse('change', [['setPolicy', '~a', BOTH]]),
      endorse('reader', [
        ['get', '~a'],
        ['put', '~b', '1'],
      ]),
      order('change', 'reader'),
    ],
  },
  {
    id: 'key-policies/read-is-a-read',
    title: 'who reads the policy of a key has read the key',
    steps: [
      protectedBy(ORG1),
      endorse('write', [['put', '~a', '2']]),
      endorse('reader', [
        ['getPolicy', '~a'],
        ['put', '~b', '1'],
      ]),
      order('write', 'reader'),
    ],
  },
]
