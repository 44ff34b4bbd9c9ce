import { endorse, evaluate, order, submit, together } from '../scenario'
import type { Events, Scenario } from '../scenario'

function events(from: string, until: string, more: Omit<Events, 'step' | 'from' | 'until'> = {}): Events {
  return { step: 'events', from, until, ...more }
}

/** Events of chaincodes. */
export const EVENTS: readonly Scenario[] = [
  {
    id: 'events/one',
    title: 'an event comes with its name, payload and transaction',
    steps: [
      submit(
        [
          ['event', 'made', '{"key":"~a"}'],
          ['put', '~a', '1'],
        ],
        { name: 'a' },
      ),
      events('a', 'a'),
      events('a', 'a', { as: 'Org4MSP' }),
    ],
  },
  {
    id: 'events/last-only',
    title: 'of several events of a transaction the last one counts',
    steps: [
      submit(
        [
          ['event', 'first', '1'],
          ['event', 'second', '2'],
        ],
        { name: 'a' },
      ),
      events('a', 'a'),
    ],
  },
  {
    id: 'events/replay',
    title: 'events are read again from a block',
    steps: [
      submit([['event', 'e', '1']], { name: 'a' }),
      submit([['put', '~x', 'no event']]),
      submit([['event', 'e', '2']], { name: 'b' }),
      submit([['event', 'e', '3']], { name: 'c' }),
      events('a', 'c'),
      events('b', 'c'),
    ],
  },
  {
    id: 'events/checkpoint',
    title: 'behind a checkpoint come the events after it, in its block too',
    steps: [
      endorse('a', [['event', 'e', '1']]),
      endorse('b', [['event', 'e', '2']]),
      together('a', 'b'),
      submit([['event', 'e', '3']], { name: 'c' }),
      events('a', 'c', { after: true }),
      events('b', 'c', { after: true }),
    ],
  },
  {
    id: 'events/one-block',
    title: 'events of one block come in the order of its transactions',
    steps: [
      endorse('a', [['event', 'e', '1']]),
      endorse('b', [['put', '~x', '1']]),
      endorse('c', [['event', 'e', '3']]),
      together('c', 'b', 'a'),
      events('c', 'a'),
    ],
  },
  {
    id: 'events/invalid',
    title: 'an invalid transaction has no event',
    steps: [
      submit([['put', '~a', '1']], { name: 'first' }),
      endorse('a', [
        ['add', '~a', '1'],
        ['event', 'e', 'valid'],
      ]),
      endorse('b', [
        ['add', '~a', '1'],
        ['event', 'e', 'invalid'],
      ]),
      order('a', 'b'),
      submit([['event', 'e', 'last']], { name: 'c' }),
      events('first', 'c'),
    ],
  },
  {
    id: 'events/evaluated',
    title: 'what is evaluated has no event',
    steps: [
      submit([['event', 'e', 'first']], { name: 'a' }),
      evaluate([['event', 'e', 'evaluated']]),
      submit([['event', 'e', 'last']], { name: 'b' }),
      events('a', 'b'),
    ],
  },
  {
    id: 'events/names',
    title: 'an event needs a name and no payload',
    steps: [
      evaluate([['try', 'event', '', 'x']]),
      submit([['event', 'nothing', '']], { name: 'a' }),
      submit([['event', 'ünïcode \u{1f600}', '\u0000\u0001']], { name: 'b' }),
      events('a', 'b'),
    ],
  },
  {
    id: 'events/other-chaincode',
    title: 'a reader gets the events of the chaincode that it names',
    steps: [
      submit([['event', 'e', 'any']], { name: 'a' }),
      submit([['event', 'e', 'other']], { name: 'b', chaincode: 'other' }),
      submit([['event', 'e', 'last']], { name: 'c' }),
      events('a', 'c'),
      events('a', 'b', { chaincode: 'other' }),
    ],
  },
  {
    id: 'events/called-chaincode',
    title: 'an event of a called chaincode is lost, the one of the caller counts',
    steps: [
      submit([['invoke', 'other', '', 'event', 'called', 'x']], { name: 'a' }),
      submit(
        [
          ['event', 'caller', 'x'],
          ['invoke', 'other', '', 'event', 'called', 'x'],
        ],
        { name: 'b' },
      ),
      submit([['event', 'e', 'last']], { name: 'c', chaincode: 'other' }),
      submit([['event', 'e', 'last']], { name: 'd' }),
      events('a', 'd'),
      events('a', 'c', { chaincode: 'other' }),
    ],
  },
  {
    id: 'events/observer',
    title: 'an observer reads events',
    steps: [submit([['event', 'e', 'seen']], { name: 'a' }), events('a', 'a', { as: 'WatchMSP' })],
  },
  {
    id: 'events/unknown-chaincode',
    title: 'an event on a chaincode that has none, and the gateway of another organisation',
    steps: [
      submit([['event', 'e', '1']], { name: 'a', chaincode: 'other', as: 'Org2MSP' }),
      events('a', 'a', { chaincode: 'other', as: 'Org3MSP' }),
    ],
  },
]
