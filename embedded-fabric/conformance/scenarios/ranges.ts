import { evaluate, submit } from '../scenario'
import type { Operation, Scenario } from '../scenario'

const FOUR = submit([
  ['put', '~a', '1'],
  ['put', '~b', '2'],
  ['put', '~c', '3'],
  ['put', '~d', '4'],
])
const many = (count: number, from = 0): readonly Operation[] => [['putMany', '~', String(from), String(count)]]
const PARTS = submit([
  ['putComposite', '1', '~type', 'a', 'x'],
  ['putComposite', '2', '~type', 'a', 'y'],
  ['putComposite', '3', '~type', 'ab', 'x'],
  ['putComposite', '4', '~type', 'b', 'x'],
  ['putComposite', '5', '~type2', 'a', 'x'],
])

/** Ranges of keys, pages of them, and composite keys. */
export const RANGES: readonly Scenario[] = [
  {
    id: 'ranges/bounds',
    title: 'a range begins with its first bound and ends before its last',
    steps: [FOUR, submit([['range', '~b', '~d']]), submit([['range', '~aa', '~cc']])],
  },
  {
    id: 'ranges/empty',
    title: 'a range without results stands in the read set',
    steps: [FOUR, submit([['range', '~x', '~z']]), submit([['range', '~b', '~b']])],
  },
  {
    id: 'ranges/reversed',
    title: 'a range whose end comes before its begin has no results',
    steps: [FOUR, submit([['try', 'range', '~d', '~a']])],
  },
  {
    id: 'ranges/open',
    title: 'a range without bounds has every key that is not a composite one',
    alone: true,
    steps: [
      submit(
        [
          ['put', '~a', '1'],
          ['put', '~b', '2'],
          ['putComposite', '3', '~type', 'x'],
        ],
        { chaincode: 'alone' },
      ),
      submit([['range', '', '']], { chaincode: 'alone' }),
      submit([['range', '~b', '']], { chaincode: 'alone' }),
      submit([['range', '', '~b']], { chaincode: 'alone' }),
      evaluate([['page', '', '', '1']], { chaincode: 'alone' }),
    ],
  },
  {
    id: 'ranges/own-writes',
    title: 'a range shows nothing of what its transaction has written or deleted',
    steps: [
      FOUR,
      submit([
        ['put', '~bb', 'new'],
        ['delete', '~c'],
        ['put', '~a', 'changed'],
        ['range', '~', '~z'],
      ]),
    ],
  },
  {
    id: 'ranges/deleted',
    title: 'deleted keys are not in a range',
    steps: [FOUR, submit([['delete', '~b']]), submit([['range', '~', '~z']])],
  },
  {
    id: 'ranges/left-early',
    title: 'a range that is left early counts up to where it was read',
    steps: [FOUR, submit([['rangeStart', '~', '~z', '2']])],
  },
  {
    id: 'ranges/left-at-once',
    title: 'a range of which one result is taken',
    steps: [FOUR, submit([['rangeStart', '~', '~z', '1']])],
  },
  {
    id: 'ranges/writes-inside',
    title: 'keys can be written and deleted while a range is read',
    steps: [
      FOUR,
      submit([['eachInRange', '~', '~z', 'put', 'again']]),
      submit([['eachInRange', '~', '~c', 'delete']]),
      evaluate([['range', '~', '~z']]),
    ],
  },
  {
    id: 'ranges/twice',
    title: 'the same range read twice stands once in the read set, another one beside it',
    steps: [
      FOUR,
      submit([
        ['range', '~a', '~c'],
        ['range', '~a', '~c'],
        ['range', '~b', '~d'],
      ]),
    ],
  },
  {
    id: 'ranges/with-reads',
    title: 'a key read by itself and in a range stands in both lists',
    steps: [
      FOUR,
      submit([
        ['get', '~b'],
        ['range', '~a', '~c'],
        ['put', '~b', 'x'],
      ]),
    ],
  },
  {
    id: 'ranges/order-of-bytes',
    title: 'keys are in the order of their UTF-8 bytes',
    steps: [
      submit([
        ['put', '~\uffee', '1'],
        ['put', '~\u{1f600}', '2'],
        ['put', '~z', '3'],
        ['put', '~Z', '4'],
        ['put', '~é', '5'],
      ]),
      submit([['range', '~', '~\u{10ffff}']]),
    ],
  },
  {
    id: 'ranges/fifty',
    title: 'fifty results stand in the read set one by one',
    steps: [submit(many(50)), submit([['rangeCount', '~', '~~']])],
  },
  {
    id: 'ranges/fifty-one',
    title: 'more than fifty results stand in the read set as hashes',
    steps: [submit(many(51)), submit([['rangeCount', '~', '~~']])],
  },
  {
    id: 'ranges/levels-of-hashes',
    title: 'very many results stand in the read set as hashes of hashes',
    steps: [
      ...Array.from({ length: 18 }, (_, index) => submit(many(150, index * 150))),
      submit([['rangeCount', '~', '~~']]),
      submit([['rangeCount', '~', '~02551']]),
      submit([['rangeCount', '~', '~02550']]),
      submit([['rangeStart', '~', '~~', '51']]),
    ],
  },
  {
    id: 'ranges/several-batches',
    title: 'a long range comes in batches',
    steps: [submit(many(120)), evaluate([['rangeCount', '~', '~~']]), evaluate([['rangeStart', '~', '~~', '105']])],
  },
  {
    id: 'ranges/pages',
    title: 'pages follow each other by their bookmarks',
    steps: [
      FOUR,
      evaluate([['page', '~', '~z', '2', '']]),
      evaluate([['page', '~', '~z', '2', '~c']]),
      evaluate([['page', '~', '~z', '4', '']]),
      evaluate([['page', '~', '~z', '9', '']]),
      evaluate([['page', '~', '~z', '3', '~d']]),
    ],
  },
  {
    id: 'ranges/page-of-nothing',
    title: 'a page without results has no bookmark',
    steps: [FOUR, evaluate([['page', '~x', '~z', '2', '']]), evaluate([['page', '~', '~z', '2', '~y']])],
  },
  {
    id: 'ranges/bookmark-outside',
    title: 'a bookmark is where the page begins, even outside of the range',
    steps: [FOUR, evaluate([['page', '~c', '~d', '5', '~a']]), evaluate([['try', 'page', '~a', '~b', '5', '~d']])],
  },
  {
    id: 'ranges/page-size',
    title: 'pages of no size and of less than none',
    steps: [FOUR, evaluate([['try', 'page', '~', '~z', '0', '']]), evaluate([['try', 'page', '~', '~z', '-1', '']])],
  },
  {
    id: 'ranges/page-committed',
    title: 'a transaction that read a page is valid and has the range in its read set',
    steps: [FOUR, submit([['page', '~', '~z', '2', '']])],
  },
  {
    id: 'ranges/page-then-write',
    title: 'a transaction that has read a page cannot write',
    steps: [
      FOUR,
      submit([
        ['page', '~', '~z', '2', ''],
        ['try', 'put', '~x', '1'],
        ['try', 'delete', '~a'],
      ]),
    ],
  },
  {
    id: 'ranges/write-then-page',
    title: 'a transaction that has written cannot read a page',
    steps: [
      FOUR,
      submit([
        ['put', '~x', '1'],
        ['try', 'page', '~', '~z', '2', ''],
      ]),
    ],
  },
  {
    id: 'ranges/composite',
    title: 'composite keys are found by their first parts, whole parts only',
    steps: [
      PARTS,
      submit([['rangeComposite', '~type', 'a']]),
      evaluate([['rangeComposite', '~type']]),
      evaluate([['rangeComposite', '~type', 'a', 'x']]),
      evaluate([['rangeComposite', '~none']]),
      evaluate([['getComposite', '~type', 'b', 'x']]),
    ],
  },
  {
    id: 'ranges/composite-is-apart',
    title: 'composite keys are not in a range of other keys',
    steps: [PARTS, submit([['put', '~type', 'simple']]), evaluate([['range', '~', '~z']])],
  },
  {
    id: 'ranges/composite-pages',
    title: 'composite keys come in pages, too',
    steps: [
      PARTS,
      evaluate([['pageComposite', '2', '', '~type']]),
      evaluate([['pageComposite', '2', '\u0000~type\u0000ab\u0000x\u0000', '~type']]),
    ],
  },
  {
    id: 'ranges/composite-rules',
    title: 'the parts of a composite key',
    steps: [
      evaluate([
        ['compositeKey', '~type', 'a', '', 'b'],
        ['compositeKey', '~type'],
      ]),
      evaluate([['try', 'compositeKey', '', 'a']]),
      evaluate([['try', 'compositeKey', '~a\u0000b', 'a']]),
      evaluate([['try', 'compositeKey', '~type', 'a\u0000']]),
      evaluate([['try', 'compositeKey', '~type', '\u{10ffff}']]),
      evaluate([['splitKey', '\u0000~type\u0000a\u0000b\u0000']]),
    ],
  },
  {
    id: 'ranges/composite-bounds',
    title: 'a range of simple keys cannot begin with a composite one',
    steps: [
      evaluate([['try', 'range', '\u0000~type\u0000', '~z']]),
      evaluate([['try', 'range', '~a', '\u0000~type\u0000']]),
      evaluate([['try', 'put', '\u0000', '1']]),
    ],
  },
]
