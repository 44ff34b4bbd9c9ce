import { collect, endorse, evaluate, order, submit, together } from '../scenario'
import type { Scenario } from '../scenario'
import { pair } from './transaction-pair'

const FOUR = submit([
  ['put', '~a', '1'],
  ['put', '~b', '2'],
  ['put', '~c', '3'],
  ['put', '~d', '4'],
])

/** Transactions that do not know of each other: version checks inside a block and across blocks. */
export const CONFLICTS: readonly Scenario[] = [
  {
    id: 'conflicts/in-block',
    title: 'of two transactions in one block that read and write a key, the first is valid',
    steps: [
      submit([['put', '~a', '1']]),
      endorse('one', [['add', '~a', '1']]),
      collect('two', ['Org2MSP'], [['add', '~a', '2']]),
      together('one', 'two'),
      evaluate([['get', '~a']]),
    ],
  },
  {
    id: 'conflicts/across-blocks',
    title: 'a transaction whose read has changed in an earlier block is invalid',
    steps: [
      submit([['put', '~a', '1']]),
      ...pair([['add', '~a', '1']], [['add', '~a', '2']], order('one', 'two')),
      evaluate([['get', '~a']]),
    ],
  },
  {
    id: 'conflicts/blind-writes',
    title: 'two transactions in one block that only write a key are both valid, the last one counts',
    steps: [
      ...pair([['put', '~a', 'one']], [['put', '~a', 'two']], together('one', 'two')),
      evaluate([
        ['get', '~a'],
        ['history', '~a'],
      ]),
    ],
  },
  {
    id: 'conflicts/three-in-block',
    title: 'an invalid transaction changes nothing for those behind it',
    steps: [
      submit([
        ['put', '~a', '1'],
        ['put', '~b', '1'],
      ]),
      endorse('one', [['add', '~a', '1']]),
      endorse('two', [
        ['get', '~a'],
        ['add', '~b', '5'],
      ]),
      endorse('three', [['add', '~b', '1']]),
      together('one', 'two', 'three'),
      evaluate([
        ['get', '~a'],
        ['get', '~b'],
      ]),
    ],
  },
  {
    id: 'conflicts/created',
    title: 'a key that was absent when it was read, and is there now, is a conflict',
    steps: pair(
      [['put', '~a', '1']],
      [
        ['get', '~a'],
        ['put', '~b', '1'],
      ],
      order('one', 'two'),
    ),
  },
  {
    id: 'conflicts/created-in-block',
    title: 'a key that an earlier transaction of the block creates is a conflict for its reader',
    steps: pair(
      [['put', '~a', '1']],
      [
        ['get', '~a'],
        ['put', '~b', '1'],
      ],
      together('one', 'two'),
    ),
  },
  {
    id: 'conflicts/deleted',
    title: 'a key that was deleted meanwhile is a conflict',
    steps: [submit([['put', '~a', '1']]), ...pair([['delete', '~a']], [['add', '~a']], order('one', 'two'))],
  },
  {
    id: 'conflicts/deleted-in-block',
    title: 'a key that an earlier transaction of the block deletes is a conflict for its reader',
    steps: [submit([['put', '~a', '1']]), ...pair([['delete', '~a']], [['add', '~a']], together('one', 'two'))],
  },
  {
    id: 'conflicts/absent-deleted-in-block',
    title: 'a key that is absent, read as absent, and deleted by an earlier transaction of the block',
    steps: pair(
      [['delete', '~a']],
      [
        ['get', '~a'],
        ['put', '~b', '1'],
      ],
      together('one', 'two'),
    ),
  },
  {
    id: 'conflicts/absent-deleted-before',
    title: 'a key that is absent, read as absent, and deleted in an earlier block',
    steps: pair(
      [['delete', '~a']],
      [
        ['get', '~a'],
        ['put', '~b', '1'],
      ],
      order('one', 'two'),
    ),
  },
  {
    id: 'conflicts/same-value',
    title: 'a key that was written with the value that it had is a conflict all the same',
    steps: [submit([['put', '~a', '1']]), ...pair([['put', '~a', '1']], [['add', '~a']], order('one', 'two'))],
  },
  {
    id: 'conflicts/read-only',
    title: 'a transaction that writes nothing is invalid when what it read has changed',
    steps: [submit([['put', '~a', '1']]), ...pair([['put', '~a', '2']], [['get', '~a']], order('one', 'two'))],
  },
  {
    id: 'conflicts/only-one-of-reads',
    title: 'one changed key of several makes the transaction invalid, with all that it writes',
    steps: [
      FOUR,
      ...pair(
        [['put', '~b', 'x']],
        [
          ['get', '~a'],
          ['get', '~b'],
          ['put', '~a', 'y'],
          ['put', '~c', 'y'],
        ],
        order('one', 'two'),
      ),
      evaluate([['range', '~', '~z']]),
    ],
  },
  {
    id: 'conflicts/history-is-no-read',
    title: 'what was read of a history may change',
    steps: [
      submit([['put', '~a', '1']]),
      ...pair(
        [['put', '~a', '2']],
        [
          ['history', '~a'],
          ['put', '~b', 'x'],
        ],
        order('one', 'two'),
      ),
    ],
  },
  {
    id: 'conflicts/page',
    title: 'what was read of a page and has changed is a phantom',
    steps: [FOUR, ...pair([['put', '~a', 'x']], [['page', '~', '~z', '2', '']], order('one', 'two'))],
  },
  {
    id: 'conflicts/own-range',
    title: 'a transaction may change what is in the range that it has read',
    steps: [
      FOUR,
      submit([
        ['range', '~', '~z'],
        ['put', '~bb', 'new'],
        ['delete', '~c'],
      ]),
      evaluate([['range', '~', '~z']]),
    ],
  },
]
