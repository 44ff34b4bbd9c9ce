import { collect, evaluate, order, submit } from '../scenario'
import type { Scenario } from '../scenario'

/** Endorsement policies of collections, and collections that every organisation has. */
export const COLLECTIONS: readonly Scenario[] = [
  {
    id: 'collections/own-policy',
    title: 'what is written to a collection with a policy falls under that policy alone',
    steps: [
      submit([['privatePut', 'both', '~a', '1']]),
      collect('one', ['Org1MSP'], [['privatePut', 'both', '~a', '2']]),
      order('one'),
      collect('two', ['Org1MSP', 'Org2MSP'], [['privatePut', 'both', '~a', '3']]),
      order('two'),
      evaluate([['privateGet', 'both', '~a']]),
    ],
  },
  {
    id: 'collections/no-policy',
    title: 'what is written to a collection without policy falls under the policy of its chaincode',
    steps: [
      submit([['privatePut', 'pair', '~a', '1']], { chaincode: 'two' }),
      collect('one', ['Org1MSP'], [['privatePut', 'pair', '~a', '2']], { chaincode: 'two' }),
      order('one'),
    ],
  },
  {
    id: 'collections/policy-and-public',
    title: 'what is written beside it falls under the policy of the chaincode',
    steps: [
      submit([
        ['privatePut', 'both', '~a', '1'],
        ['put', '~a', '1'],
      ]),
      collect(
        'one',
        ['Org1MSP'],
        [
          ['privatePut', 'both', '~a', '2'],
          ['put', '~a', '2'],
        ],
      ),
      order('one'),
    ],
  },
  {
    id: 'collections/policy-elsewhere',
    title: 'a collection whose policy names an organisation that is not a member',
    steps: [
      submit([['privatePut', 'outside', '~a', '1']]),
      collect('one', ['Org1MSP'], [['privatePut', 'outside', '~a', '2']]),
      order('one'),
      collect('three', ['Org3MSP'], [['privatePut', 'outside', '~a', '3']]),
      order('three'),
      evaluate([['privateGet', 'outside', '~a']]),
    ],
  },
  {
    id: 'collections/transient-elsewhere',
    title: 'transient data is not given to organisations that are not members',
    steps: [submit([['privatePut', 'outside', '~a']], { transient: { value: 'secret' } })],
  },
  {
    id: 'collections/transient-by-others',
    title: 'the gateway of an organisation that is not a member asks members, when there is transient data',
    steps: [
      submit([['privatePut', 'open', '~a']], { as: 'Org3MSP', transient: { value: 'secret' }, chance: true }),
      submit([['privatePut', 'open', '~b', 'plain']], { as: 'Org3MSP', chance: true }),
    ],
  },
  {
    id: 'collections/single-member',
    title: 'a collection with one member',
    steps: [
      submit([['privatePut', 'own', '~a', 'mine']]),
      evaluate([['privateGet', 'own', '~a']]),
      evaluate(
        [
          ['privateHash', 'own', '~a'],
          ['try', 'privateGet', 'own', '~a'],
        ],
        { as: 'Org2MSP' },
      ),
    ],
  },
  {
    id: 'collections/implicit',
    title: 'every organisation has a collection, which it alone reads, and its peer endorses',
    steps: [
      submit([['privatePut', '_implicit_org_Org1MSP', '~a', 'mine']]),
      evaluate([
        ['privateGet', '_implicit_org_Org1MSP', '~a'],
        ['privateHash', '_implicit_org_Org1MSP', '~a'],
      ]),
      evaluate([['privateHash', '_implicit_org_Org1MSP', '~a']], { as: 'Org2MSP' }),
      evaluate([['try', 'privateGet', '_implicit_org_Org1MSP', '~a']], { as: 'Org2MSP' }),
      evaluate([['try', 'privateGet', '_implicit_org_Org1MSP', '~a']], { as: 'Org2MSP', at: 'Org1MSP' }),
    ],
  },
  {
    id: 'collections/implicit-of-another',
    title: 'everybody writes to the collection of an organisation, with the endorsement of its peer',
    steps: [
      submit([['privatePut', '_implicit_org_Org2MSP', '~a', 'for you']]),
      evaluate([['privateGet', '_implicit_org_Org2MSP', '~a']], { as: 'Org2MSP' }),
      collect('one', ['Org1MSP'], [['privatePut', '_implicit_org_Org2MSP', '~a', 'forged']]),
      order('one'),
      evaluate([['privateGet', '_implicit_org_Org2MSP', '~a']], { as: 'Org2MSP' }),
    ],
  },
  {
    id: 'collections/implicit-transient',
    title: 'the gateway gives transient data for the collection of an organisation to its peer',
    steps: [
      submit([['privatePut', '_implicit_org_Org2MSP', '~a']], { transient: { value: 'for you' } }),
      submit([['privatePut', '_implicit_org_Org2MSP', '~b']], {
        transient: { value: 'for you' },
        endorsing: ['Org2MSP'],
      }),
      evaluate([['privateGet', '_implicit_org_Org2MSP', '~b']], { as: 'Org2MSP' }),
    ],
  },
  {
    id: 'collections/implicit-unknown',
    title: 'the collection of an organisation that the channel does not have',
    steps: [
      evaluate([
        ['try', 'privatePut', '_implicit_org_NowhereMSP', '~a', 'x'],
        ['try', 'privateHash', '_implicit_org_NowhereMSP', '~a'],
        ['try', 'privateGet', '_implicit_org_NowhereMSP', '~a'],
      ]),
    ],
  },
  {
    id: 'collections/implicit-observer',
    title: 'the collection of the observer',
    steps: [
      submit([['privatePut', '_implicit_org_WatchMSP', '~a', 'x']]),
      collect('one', ['Org1MSP'], [['privatePut', '_implicit_org_WatchMSP', '~a', 'x']]),
      order('one'),
    ],
  },
]
