import { collect, evaluate, order, submit } from '../scenario'
import type { Operation, Scenario } from '../scenario'

/** A call of another chaincode on this channel, which performs these operations. */
function call(chaincode: string, operations: readonly Operation[], channel = ''): Operation {
  return ['invoke', chaincode, channel, 'all', JSON.stringify(operations)]
}

/** Calls of chaincodes by chaincodes. */
export const CALLS: readonly Scenario[] = [
  {
    id: 'calls/write',
    title: 'a called chaincode writes under its own name, in the same transaction',
    steps: [
      submit([['put', '~a', 'caller'], call('other', [['put', '~a', 'called']])]),
      evaluate([['get', '~a']]),
      evaluate([['get', '~a']], { chaincode: 'other' }),
    ],
  },
  {
    id: 'calls/read',
    title: 'a called chaincode reads under its own name, and nothing that the transaction has written',
    steps: [
      submit([['put', '~a', '1']], { chaincode: 'other' }),
      submit([call('other', [['put', '~a', '2']]), call('other', [['get', '~a']])]),
    ],
  },
  {
    id: 'calls/channel-named',
    title: 'a call may name its own channel',
    steps: [submit([call('other', [['put', '~a', '1'], ['channel']], 'conformance')])],
  },
  {
    id: 'calls/other-channel',
    title: 'a call on a channel that the peer does not have',
    steps: [
      evaluate([['try', ...call('other', [['get', '~a']], 'elsewhere')]]),
      submit([call('other', [['get', '~a']], 'elsewhere')]),
    ],
  },
  {
    id: 'calls/missing',
    title: 'a call of a chaincode that is not there',
    steps: [evaluate([['try', ...call('nothing', [['get', '~a']])]]), submit([call('nothing', [['get', '~a']])])],
  },
  {
    id: 'calls/itself',
    title: 'a chaincode that calls itself',
    steps: [evaluate([['try', ...call('any', [['get', '~a']])]])],
  },
  {
    id: 'calls/in-a-circle',
    title: 'a chaincode that is called by the one that it has called',
    steps: [evaluate([call('other', [['try', ...call('any', [['get', '~a']])]])])],
  },
  {
    id: 'calls/refusal',
    title: 'a refusal of the called chaincode fails the call',
    steps: [
      evaluate([['try', 'invoke', 'other', '', 'throw', 'not today']]),
      submit([['invoke', 'other', '', 'throw', 'not today']]),
    ],
  },
  {
    id: 'calls/refusal-overcome',
    title: 'what a called chaincode had written before it refused',
    steps: [
      submit([
        [
          'try',
          ...call('other', [
            ['put', '~a', 'half'],
            ['throw', 'no'],
          ]),
        ],
        ['put', '~b', 'goes on'],
      ]),
      evaluate([['get', '~a']], { chaincode: 'other' }),
    ],
  },
  {
    id: 'calls/statuses',
    title: 'answers of a called chaincode with other statuses',
    steps: [
      evaluate([['try', 'invoke', 'other', '', 'respond', '200', 'fine', 'payload']]),
      evaluate([['try', 'invoke', 'other', '', 'respond', '399', 'odd', 'payload']]),
      evaluate([['try', 'invoke', 'other', '', 'respond', '400', 'bad', 'payload']]),
      evaluate([['try', 'invoke', 'other', '', 'respond', '500', 'worse', 'payload']]),
    ],
  },
  {
    id: 'calls/two-deep',
    title: 'a called chaincode calls a third one',
    steps: [submit([call('other', [['put', '~a', '1'], call('third', [['put', '~a', '2']])])])],
  },
  {
    id: 'calls/policy-of-called',
    title: 'what a called chaincode writes falls under its own policy',
    steps: [
      submit([call('two', [['put', '~a', '1']])]),
      collect('one', ['Org1MSP'], [['put', '~b', '1'], call('two', [['put', '~a', '2']])]),
      order('one'),
    ],
  },
  {
    id: 'calls/policy-of-read',
    title: 'what a called chaincode only reads does not fall under its policy',
    steps: [
      collect('one', ['Org1MSP'], [['put', '~b', '1'], call('two', [['get', '~a']])]),
      order('one'),
      submit([['put', '~b', '1'], call('two', [['get', '~a']])]),
    ],
  },
  {
    id: 'calls/caller-policy',
    title: 'the caller that writes nothing needs its own policy all the same',
    steps: [
      collect('one', ['Org1MSP'], [call('other', [['put', '~a', '1']])], { chaincode: 'two' }),
      order('one'),
      submit([call('other', [['put', '~a', '1']])], { chaincode: 'two' }),
    ],
  },
  {
    id: 'calls/private',
    title: 'a called chaincode has its own collections',
    steps: [
      submit([call('any', [['privatePut', 'pair', '~a', 'secret']])], { chaincode: 'other' }),
      evaluate([['privateGet', 'pair', '~a']]),
      evaluate([['try', 'privateGet', 'pair', '~a']], { chaincode: 'other' }),
    ],
  },
  {
    id: 'calls/what-is-passed',
    title: 'a called chaincode sees the creator, the transaction and the transient data of the caller',
    steps: [
      evaluate([call('other', [['creator'], ['txId'], ['channel'], ['transient', 'value']])], {
        as: 'Org2MSP',
        transient: { value: 'passed' },
      }),
    ],
  },
  {
    id: 'calls/range',
    title: 'a range of a called chaincode',
    steps: [
      submit(
        [
          ['put', '~a', '1'],
          ['put', '~b', '2'],
        ],
        { chaincode: 'other' },
      ),
      submit([call('other', [['range', '~', '~z']]), ['range', '~', '~z']]),
    ],
  },
  {
    id: 'calls/twice',
    title: 'a chaincode may be called more than once in a transaction',
    steps: [
      submit([call('other', [['put', '~a', '1']]), call('other', [['put', '~b', '2']])]),
      evaluate([['range', '~', '~z']], { chaincode: 'other' }),
    ],
  },
]
