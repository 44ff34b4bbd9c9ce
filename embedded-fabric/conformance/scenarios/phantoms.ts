import { endorse, order, submit, together } from '../scenario'
import type { Operation, Scenario } from '../scenario'
import { pair } from './transaction-pair'

const FOUR = submit([
  ['put', '~a', '1'],
  ['put', '~b', '2'],
  ['put', '~c', '3'],
  ['put', '~d', '4'],
])

const READ_RANGE: readonly Operation[] = [
  ['range', '~b', '~d'],
  ['put', '~result', 'counted'],
]

/** Ranges that have changed since they were read. */
export const PHANTOMS: readonly Scenario[] = [
  {
    id: 'conflicts/phantom-inserted',
    title: 'a key that appears in a range is a phantom',
    steps: [FOUR, ...pair([['put', '~bb', 'new']], READ_RANGE, order('one', 'two'))],
  },
  {
    id: 'conflicts/phantom-inserted-in-block',
    title: 'a key that an earlier transaction of the block puts into a range is a phantom',
    steps: [FOUR, ...pair([['put', '~bb', 'new']], READ_RANGE, together('one', 'two'))],
  },
  {
    id: 'conflicts/phantom-deleted',
    title: 'a key that goes from a range is a phantom',
    steps: [FOUR, ...pair([['delete', '~c']], READ_RANGE, order('one', 'two'))],
  },
  {
    id: 'conflicts/phantom-deleted-in-block',
    title: 'a key that an earlier transaction of the block takes from a range is a phantom',
    steps: [FOUR, ...pair([['delete', '~c']], READ_RANGE, together('one', 'two'))],
  },
  {
    id: 'conflicts/phantom-changed',
    title: 'a key that changes in a range is a phantom',
    steps: [FOUR, ...pair([['put', '~c', 'x']], READ_RANGE, together('one', 'two'))],
  },
  {
    id: 'conflicts/phantom-at-bounds',
    title: 'a key at the end of a range is no phantom, one at its begin is',
    steps: [
      FOUR,
      endorse('end', [['put', '~d', 'x']]),
      endorse('reader', READ_RANGE),
      order('end', 'reader'),
      endorse('begin', [['put', '~b', 'x']]),
      endorse('second', READ_RANGE),
      order('begin', 'second'),
    ],
  },
  {
    id: 'conflicts/phantom-behind-last-read',
    title: 'a key behind the last one that was read of a range is no phantom',
    steps: [
      FOUR,
      ...pair(
        [['put', '~bb', 'new']],
        [
          ['rangeStart', '~a', '~d', '2'],
          ['put', '~result', 'x'],
        ],
        order('one', 'two'),
      ),
    ],
  },
  {
    id: 'conflicts/phantom-before-last-read',
    title: 'a key before the last one that was read of a range is a phantom',
    steps: [
      FOUR,
      ...pair(
        [['put', '~aa', 'new']],
        [
          ['rangeStart', '~a', '~d', '2'],
          ['put', '~result', 'x'],
        ],
        order('one', 'two'),
      ),
    ],
  },
  {
    id: 'conflicts/phantom-in-nothing',
    title: 'a key that appears in a range which was empty is a phantom',
    steps: pair(
      [['put', '~b', '1']],
      [
        ['range', '~a', '~c'],
        ['put', '~result', 'x'],
      ],
      order('one', 'two'),
    ),
  },
  {
    id: 'conflicts/phantom-in-hashes',
    title: 'a key that changes in a range of more than fifty is a phantom, too',
    steps: [
      submit(Array.from({ length: 60 }, (_, index): Operation => ['put', `~${String(index).padStart(3, '0')}`, 'x'])),
      ...pair(
        [['put', '~030', 'y']],
        [
          ['rangeCount', '~0', '~1'],
          ['put', '~result', 'x'],
        ],
        order('one', 'two'),
      ),
    ],
  },
  {
    id: 'conflicts/phantom-in-composite',
    title: 'a composite key that appears among those that were read is a phantom',
    steps: [
      submit([['putComposite', '1', '~t', 'a', 'x']]),
      ...pair(
        [['putComposite', '2', '~t', 'a', 'y']],
        [
          ['rangeComposite', '~t', 'a'],
          ['put', '~result', 'x'],
        ],
        order('one', 'two'),
      ),
    ],
  },
]
