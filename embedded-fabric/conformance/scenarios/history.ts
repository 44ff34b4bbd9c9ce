import { endorse, evaluate, order, submit, together } from '../scenario'
import { keyPolicy } from '../key-policy'
import type { Scenario } from '../scenario'

/** The history of a key. */
export const HISTORY: readonly Scenario[] = [
  {
    id: 'history/newest-first',
    title: 'a history has every value and deletion, the newest first',
    steps: [
      submit([['put', '~a', '1']]),
      submit([['put', '~a', '2']]),
      submit([['delete', '~a']]),
      submit([['put', '~a', '3']]),
      evaluate([['history', '~a']]),
      evaluate([['history', '~a']], { as: 'Org3MSP' }),
    ],
  },
  {
    id: 'history/of-nothing',
    title: 'a key that never was has no history',
    steps: [evaluate([['history', '~none']])],
  },
  {
    id: 'history/own-write',
    title: 'a transaction does not see its own write in the history',
    steps: [
      submit([['put', '~a', '1']]),
      submit([
        ['put', '~a', '2'],
        ['history', '~a'],
      ]),
    ],
  },
  {
    id: 'history/invalid',
    title: 'an invalid transaction is not in the history',
    steps: [
      submit([['put', '~a', '1']]),
      endorse('one', [['add', '~a', '1']]),
      endorse('two', [['add', '~a', '5']]),
      order('one', 'two'),
      evaluate([['history', '~a']]),
    ],
  },
  {
    id: 'history/one-block',
    title: 'two values of one block are both in the history',
    steps: [
      endorse('one', [['put', '~a', '1']]),
      endorse('two', [['put', '~a', '2']]),
      together('one', 'two'),
      evaluate([['history', '~a']]),
    ],
  },
  {
    id: 'history/policy',
    title: 'a change of a key policy is not in the history',
    steps: [
      submit([['put', '~a', '1']]),
      submit([['setPolicy', '~a', keyPolicy("OR('Org1MSP.peer')")]]),
      evaluate([['history', '~a']]),
    ],
  },
  {
    id: 'history/delete-absent',
    title: 'the deletion of a key that never was',
    steps: [submit([['delete', '~a']]), evaluate([['history', '~a']])],
  },
  {
    id: 'history/committed',
    title: 'a history is not in the read set',
    steps: [
      submit([['put', '~a', '1']]),
      submit([
        ['history', '~a'],
        ['put', '~b', '1'],
      ]),
    ],
  },
]
