import { collect, evaluate, order, submit } from '../scenario'
import type { Scenario } from '../scenario'

const SECRET = submit([['privatePut', 'pair', '~a']], { transient: { value: 'secret' } })

/** What is left of private data that lives for two blocks. */
const BRIEF = evaluate([
  ['privateGet', 'brief', '~a'],
  ['privateHash', 'brief', '~a'],
])

/** Private data for members and for others, and how long it lives. */
export const PRIVATE_ACCESS: readonly Scenario[] = [
  {
    id: 'private/hash',
    title: 'everybody reads the hash',
    steps: [
      SECRET,
      evaluate(
        [
          ['privateHash', 'pair', '~a'],
          ['privateHash', 'pair', '~none'],
        ],
        { as: 'Org3MSP' },
      ),
      evaluate([['privateHash', 'pair', '~a']], { as: 'WatchMSP' }),
      submit([['privateHash', 'pair', '~a']], { as: 'Org3MSP' }),
    ],
  },
  {
    id: 'private/not-a-member',
    title: 'who is not a member may not read',
    steps: [
      SECRET,
      evaluate([['try', 'privateGet', 'pair', '~a']], { as: 'Org3MSP' }),
      evaluate([['try', 'privateGet', 'pair', '~a']], { as: 'Org3MSP', at: 'Org1MSP' }),
      evaluate([['try', 'privateRange', 'pair', '~', '~z']], { as: 'Org3MSP', at: 'Org1MSP' }),
      submit([['privateGet', 'pair', '~a']], { as: 'Org3MSP' }),
    ],
  },
  {
    id: 'private/open-read',
    title: 'where reading is not for members only, the peer of a member answers everybody, and another one has nothing',
    steps: [
      submit([['privatePut', 'open', '~a', 'secret']]),
      evaluate([['privateGet', 'open', '~a']], { as: 'Org3MSP', at: 'Org1MSP' }),
      evaluate([['try', 'privateGet', 'open', '~a']], { as: 'Org3MSP' }),
      evaluate([['try', 'privateGet', 'open', '~none']], { as: 'Org3MSP' }),
      evaluate([['try', 'privateRange', 'open', '~', '~z']], { as: 'Org3MSP' }),
      evaluate([['try', 'privateGet', 'open', '~a']], { at: 'Org3MSP' }),
    ],
  },
  {
    id: 'private/write-not-a-member',
    title: 'who is not a member may not write',
    steps: [
      submit([['privatePut', 'pair', '~a', 'x']], { as: 'Org3MSP' }),
      submit([['privatePut', 'pair', '~a', 'x']], { as: 'Org3MSP', at: 'Org1MSP' }),
      evaluate(
        [
          ['try', 'privatePut', 'pair', '~a', 'x'],
          ['try', 'privateDelete', 'pair', '~a'],
          ['try', 'privatePurge', 'pair', '~a'],
        ],
        { as: 'Org3MSP', at: 'Org1MSP' },
      ),
    ],
  },
  {
    id: 'private/write-only',
    title: 'where writing is not for members only, others write what they cannot read',
    steps: [
      submit([['privatePut', 'writeOnly', '~a', 'from Org3']], { as: 'Org3MSP', at: 'Org1MSP' }),
      evaluate([['privateGet', 'writeOnly', '~a']], { as: 'Org2MSP' }),
      evaluate([['try', 'privateGet', 'writeOnly', '~a']], { as: 'Org3MSP', at: 'Org1MSP' }),
    ],
  },
  {
    id: 'private/read-only',
    title: 'where reading is not for members only, others read what they cannot write',
    steps: [
      submit([['privatePut', 'readOnly', '~a', '1']]),
      evaluate([['privateGet', 'readOnly', '~a']], { as: 'Org4MSP', at: 'Org2MSP' }),
      evaluate([['try', 'privatePut', 'readOnly', '~a', '2']], { as: 'Org4MSP', at: 'Org2MSP' }),
    ],
  },
  {
    id: 'private/endorsed-elsewhere',
    title: 'a peer that is not a member endorses a write, and members get the data',
    steps: [
      collect('third', ['Org3MSP'], [['privatePut', 'open', '~a', 'from elsewhere']], { as: 'Org3MSP' }),
      order('third'),
      evaluate([['privateGet', 'open', '~a']]),
      evaluate([['privateGet', 'open', '~a']], { as: 'Org2MSP' }),
    ],
  },
  {
    id: 'private/unknown-collection',
    title: 'a collection that is not there',
    steps: [
      evaluate([
        ['try', 'privatePut', 'nothing', '~a', 'x'],
        ['try', 'privateGet', 'nothing', '~a'],
        ['try', 'privateHash', 'nothing', '~a'],
        ['try', 'privateDelete', 'nothing', '~a'],
        ['try', 'privatePurge', 'nothing', '~a'],
        ['try', 'privateRange', 'nothing', '~', '~z'],
        ['try', 'privateGetPolicy', 'nothing', '~a'],
      ]),
      submit([['privatePut', 'nothing', '~a', 'x']]),
      evaluate([['try', 'privateGet', 'pair', '~a']], { chaincode: 'other' }),
    ],
  },
  {
    id: 'private/no-collections',
    title: 'a chaincode without collections',
    steps: [
      evaluate(
        [
          ['try', 'privateHash', 'pair', '~a'],
          ['try', 'privatePut', 'pair', '~a', 'x'],
        ],
        { chaincode: 'other' },
      ),
    ],
  },
  {
    id: 'private/brief',
    title: 'private data that may live for two blocks is gone with the third',
    alone: true,
    steps: [
      submit([['privatePut', 'brief', '~a', 'short']]),
      evaluate([['privateGet', 'brief', '~a']]),
      submit([['put', '~x', '1']]),
      BRIEF,
      submit([['put', '~x', '2']]),
      BRIEF,
      submit([['put', '~x', '3']]),
      BRIEF,
      evaluate([['privateGet', 'brief', '~a']], { as: 'Org2MSP' }),
    ],
  },
  {
    id: 'private/brief-renewed',
    title: 'private data that is written again lives on',
    alone: true,
    steps: [
      submit([['privatePut', 'brief', '~a', 'first']]),
      submit([['privatePut', 'brief', '~a', 'second']]),
      submit([['put', '~x', '1']]),
      submit([['put', '~x', '2']]),
      BRIEF,
      submit([['put', '~x', '3']]),
      BRIEF,
    ],
  },
]
