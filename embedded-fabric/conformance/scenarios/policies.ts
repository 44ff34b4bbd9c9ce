import { collect, endorse, evaluate, order, submit } from '../scenario'
import type { Scenario, Step } from '../scenario'

const WRITE = [['put', '~a', '1']] as const

/** A transaction with the endorsements of exactly these organisations. */
function endorsedBy(chaincode: string, ...from: readonly string[]): readonly Step[] {
  const name = `by ${from.map((mspId) => mspId.replace('MSP', '')).join(' and ')}`
  return [collect(name, from, WRITE, { chaincode }), order(name)]
}

/** Signature policies of chaincodes, at the gateway and around it. */
export const POLICIES: readonly Scenario[] = [
  {
    id: 'policies/any',
    title: 'with OR one endorsement will do, whoever gives it',
    steps: [
      submit(WRITE, { as: 'Org3MSP' }),
      ...endorsedBy('any', 'Org2MSP'),
      ...endorsedBy('any', 'Org1MSP', 'Org2MSP', 'Org3MSP', 'Org4MSP'),
    ],
  },
  {
    id: 'policies/and-gateway',
    title: 'the gateway asks both that AND names',
    steps: [submit(WRITE, { chaincode: 'two' }), submit(WRITE, { chaincode: 'two', as: 'Org3MSP' })],
  },
  {
    id: 'policies/and',
    title: 'AND needs both',
    steps: [
      ...endorsedBy('two', 'Org1MSP'),
      ...endorsedBy('two', 'Org2MSP'),
      ...endorsedBy('two', 'Org1MSP', 'Org3MSP'),
      ...endorsedBy('two', 'Org1MSP', 'Org2MSP'),
      ...endorsedBy('two', 'Org2MSP', 'Org1MSP', 'Org4MSP'),
    ],
  },
  {
    id: 'policies/chosen-endorsers',
    title: 'organisations that the client chooses are asked, even if they are too few',
    steps: [
      submit(WRITE, { chaincode: 'two', endorsing: ['Org1MSP'] }),
      submit(WRITE, { chaincode: 'two', endorsing: ['Org2MSP', 'Org1MSP'] }),
      submit(WRITE, { endorsing: ['Org4MSP'] }),
    ],
  },
  {
    id: 'policies/read-only',
    title: 'a transaction that writes nothing needs the endorsements of the policy all the same',
    steps: [
      submit([['get', '~a']], { chaincode: 'two', endorsing: ['Org1MSP'] }),
      submit([['get', '~a']], { chaincode: 'two' }),
    ],
  },
  {
    id: 'policies/majority-gateway',
    title: 'the gateway collects as many endorsements as OutOf wants',
    steps: [
      endorse('some', WRITE, { chaincode: 'majority' }),
      submit(WRITE, { chaincode: 'majority', endorsing: ['Org1MSP', 'Org2MSP', 'Org4MSP'] }),
    ],
  },
  {
    id: 'policies/majority',
    title: 'OutOf needs so many, whichever they are',
    steps: [
      ...endorsedBy('majority', 'Org1MSP', 'Org2MSP'),
      ...endorsedBy('majority', 'Org2MSP', 'Org3MSP', 'Org4MSP'),
      ...endorsedBy('majority', 'Org1MSP', 'Org2MSP', 'Org3MSP', 'Org4MSP'),
    ],
  },
  {
    id: 'policies/nested-gateway',
    title: 'the gateway finds a way through a nested policy',
    steps: [endorse('some', WRITE, { chaincode: 'nested' }), evaluate([['get', '~a']], { chaincode: 'nested' })],
  },
  {
    id: 'policies/nested',
    title: 'a nested policy is satisfied by each of its ways and by no part of one',
    steps: [
      ...endorsedBy('nested', 'Org1MSP', 'Org2MSP'),
      ...endorsedBy('nested', 'Org1MSP', 'Org3MSP', 'Org4MSP'),
      ...endorsedBy('nested', 'Org1MSP', 'Org3MSP'),
      ...endorsedBy('nested', 'Org2MSP', 'Org3MSP', 'Org4MSP'),
      ...endorsedBy('nested', 'Org1MSP'),
    ],
  },
  {
    id: 'policies/member',
    title: 'a peer is a member of its organisation',
    steps: [
      submit(WRITE, { chaincode: 'member', as: 'Org2MSP' }),
      submit(WRITE, { chaincode: 'member' }),
      ...endorsedBy('member', 'Org2MSP'),
      ...endorsedBy('member', 'Org1MSP'),
    ],
  },
  {
    id: 'policies/admin',
    title: 'a policy that wants an administrator is satisfied by no peer',
    steps: [
      submit(WRITE, { chaincode: 'admin' }),
      ...endorsedBy('admin', 'Org1MSP'),
      evaluate([['get', '~a']], { chaincode: 'admin' }),
    ],
  },
  {
    id: 'policies/client',
    title: 'a policy that wants a client and a peer is satisfied by no peers',
    steps: [submit(WRITE, { chaincode: 'client' }), ...endorsedBy('client', 'Org1MSP', 'Org2MSP')],
  },
  {
    id: 'policies/twice',
    title: 'one peer cannot endorse for two',
    steps: [submit(WRITE, { chaincode: 'twice' }), ...endorsedBy('twice', 'Org1MSP')],
  },
  {
    id: 'policies/elsewhere',
    title: 'a gateway whose own peer is not in the policy asks another one',
    steps: [
      submit(WRITE, { chaincode: 'third' }),
      ...endorsedBy('third', 'Org1MSP'),
      ...endorsedBy('third', 'Org3MSP'),
      evaluate([['get', '~a']], { chaincode: 'third' }),
    ],
  },
  {
    id: 'policies/unknown-organisation',
    title: 'an organisation in the policy that the channel does not have',
    steps: [submit(WRITE, { chaincode: 'stranger' }), ...endorsedBy('stranger', 'Org2MSP')],
  },
  {
    id: 'policies/observer',
    title: 'an organisation in the policy that has no contract',
    steps: [submit(WRITE, { chaincode: 'watched' }), ...endorsedBy('watched', 'Org1MSP')],
  },
  {
    id: 'policies/chosen-unknown',
    title: 'endorsers that are not there cannot be chosen',
    steps: [
      submit(WRITE, { endorsing: ['NowhereMSP'] }),
      submit(WRITE, { endorsing: ['Org1MSP', 'NowhereMSP'] }),
      submit(WRITE, { endorsing: ['WatchMSP'] }),
    ],
  },
  {
    id: 'policies/observer-asked',
    title: 'a peer without the contract does not endorse',
    steps: [collect('watched', ['WatchMSP'], WRITE)],
  },
  {
    id: 'policies/disagreement',
    title: 'endorsers whose results differ make no transaction',
    steps: [
      submit([['chance']], { chaincode: 'two' }),
      submit([['chance']], { endorsing: ['Org1MSP', 'Org2MSP'], chance: true }),
    ],
  },
  {
    id: 'policies/nothing-called',
    title: 'a transaction that touches no state is checked by the policy of its chaincode',
    steps: [
      submit([['echo', 'x']], { chaincode: 'two' }),
      submit([['echo', 'x']], { chaincode: 'two', endorsing: ['Org2MSP'] }),
    ],
  },
]
