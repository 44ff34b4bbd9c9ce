import { evaluate, submit } from '../scenario'
import type { Call, Evaluate, Scenario, Submit } from '../scenario'

function evaluateArgs(args: readonly string[], call: Omit<Call, 'args'> = {}): Evaluate {
  return { step: 'evaluate', ...call, args }
}

function submitArgs(args: readonly string[], call: Omit<Call, 'args'> = {}): Submit {
  return { step: 'submit', ...call, args }
}

/** What contracts and peers refuse, in their words. */
export const REFUSALS: readonly Scenario[] = [
  {
    id: 'refusals/evaluate',
    title: 'a contract that throws while it is evaluated',
    steps: [evaluateArgs(['throw', 'not allowed'])],
  },
  {
    id: 'refusals/trailing-space',
    title: 'words that end with a space reach no client that is written for Node',
    steps: [evaluateArgs(['throw', ''])],
  },
  {
    id: 'refusals/submit',
    title: 'a contract that throws while a transaction is endorsed',
    steps: [submitArgs(['throw', 'not allowed']), submitArgs(['throw', 'not allowed'], { chaincode: 'two' })],
  },
  {
    id: 'refusals/elsewhere',
    title: 'a contract that throws at another organisation',
    steps: [
      submitArgs(['throw', 'not allowed'], { endorsing: ['Org2MSP'] }),
      submitArgs(['throw', 'not allowed'], { endorsing: ['Org1MSP', 'Org2MSP'] }),
      submitArgs(['throw', 'not allowed'], { chaincode: 'third' }),
    ],
  },
  {
    id: 'refusals/words',
    title: 'the words of a refusal come unchanged',
    steps: [
      evaluateArgs(['throw', 'ünïcode \u{1f600} "quoted" %s %d {}\nsecond line']),
      submitArgs(['throw', 'a: b: c']),
    ],
  },
  {
    id: 'refusals/after-writes',
    title: 'what a contract had written before it threw is not written',
    steps: [
      submit([
        ['put', '~a', '1'],
        ['throw', 'no'],
      ]),
      evaluate([['get', '~a']]),
    ],
  },
  {
    id: 'refusals/statuses-evaluated',
    title: 'answers with other statuses, evaluated',
    steps: ['100', '199', '200', '201', '399', '400', '404', '499', '500', '501'].map((status) =>
      evaluateArgs(['respond', status, 'message', 'payload']),
    ),
  },
  {
    id: 'refusals/statuses-submitted',
    title: 'answers with other statuses, submitted',
    steps: ['199', '200', '201', '399', '400', '404', '500'].map((status) =>
      submitArgs(['respond', status, 'message', 'payload']),
    ),
  },
  {
    id: 'refusals/unknown-function',
    title: 'a function that the contract does not have',
    steps: [evaluateArgs(['nothing']), submitArgs(['nothing'])],
  },
  {
    id: 'refusals/unknown-chaincode',
    title: 'a chaincode that is not on the channel',
    steps: [evaluate([['get', '~a']], { chaincode: 'nothing' }), submit([['get', '~a']], { chaincode: 'nothing' })],
  },
  {
    id: 'refusals/unknown-chaincode-chosen-endorsers',
    title: 'a chaincode that is not on the channel, with endorsers chosen by the client',
    steps: [submit([['get', '~a']], { chaincode: 'nothing', endorsing: ['Org2MSP'] })],
  },
  {
    id: 'refusals/unknown-channel',
    title: 'a channel that the peer does not have',
    steps: [evaluate([['get', '~a']], { channel: 'elsewhere' }), submit([['get', '~a']], { channel: 'elsewhere' })],
  },
  {
    id: 'refusals/rich-query',
    title: 'a rich query on LevelDB',
    steps: [
      evaluate([['try', 'query', '{"selector":{}}']]),
      evaluate([['try', 'queryPage', '{"selector":{}}', '2', '']]),
      submit([['query', '{"selector":{}}']]),
    ],
  },
  {
    id: 'refusals/observer-evaluates',
    title: 'an observer is refused in the words of the peer that answered',
    steps: [evaluateArgs(['echo', 'seen'], { as: 'WatchMSP' })],
  },
  {
    id: 'refusals/ledger-queries',
    title: 'questions about the ledger that have no answer',
    steps: [
      evaluateArgs(['GetBlockByNumber', 'conformance', '99999999'], { chaincode: 'qscc' }),
      evaluateArgs(['GetBlockByNumber', 'conformance', 'x'], { chaincode: 'qscc' }),
      evaluateArgs(['GetTransactionByID', 'conformance', 'nothing'], { chaincode: 'qscc' }),
      evaluateArgs(['GetBlockByTxID', 'conformance', 'nothing'], { chaincode: 'qscc' }),
      evaluateArgs(['GetBlockByHash', 'conformance', 'nothing'], { chaincode: 'qscc' }),
      evaluateArgs(['GetChainInfo', 'elsewhere'], { chaincode: 'qscc' }),
      evaluateArgs(['GetChainInfo'], { chaincode: 'qscc' }),
      evaluateArgs(['Nothing', 'conformance', 'x'], { chaincode: 'qscc' }),
    ],
  },
  {
    id: 'refusals/no-arguments',
    title: 'an invocation with a name and no arguments',
    steps: [evaluateArgs(['all']), submitArgs(['all'])],
  },
]

/** What a contract learns of its transaction. */
export const CONTEXT: readonly Scenario[] = [
  {
    id: 'context/transaction',
    title: 'a contract knows its transaction, channel and caller',
    steps: [
      evaluate([['creator'], ['txId'], ['channel'], ['binding']], { as: 'Org3MSP' }),
      submit([['creator'], ['txId'], ['channel']], { as: 'Org2MSP' }),
      evaluate([['creator']], { as: 'Org2MSP', at: 'Org1MSP' }),
    ],
  },
  {
    id: 'context/arguments',
    title: 'arguments come as they were sent',
    steps: [
      evaluateArgs(['args', 'a', '', 'ünïcode', '\u0000']),
      evaluateArgs(['echo', 'x'.repeat(5000)]),
      evaluateArgs(['payload', '1000000']),
    ],
  },
  {
    id: 'context/transient',
    title: 'transient data reach the contract and do not stand in the block',
    steps: [
      submit([['transientNames'], ['transient', 'b']], { transient: { b: '2', a: '1' } }),
      evaluate([['transientNames']]),
      evaluate([['transient', 'none']], { transient: { a: '1' } }),
      evaluate([['transientNames'], ['transient', 'a']], { transient: { a: '' } }),
    ],
  },
  {
    id: 'context/other-gateway',
    title: 'a client may use the peer of another organisation',
    steps: [
      submit([['put', '~a', '1'], ['creator']], { as: 'Org2MSP', at: 'Org1MSP' }),
      evaluate([['get', '~a']], { as: 'WatchMSP', at: 'Org1MSP' }),
      evaluate([['get', '~a']], { as: 'Org1MSP', at: 'WatchMSP' }),
      submit([['put', '~a', '2']], { as: 'Org1MSP', at: 'WatchMSP', chance: true }),
    ],
  },
]
