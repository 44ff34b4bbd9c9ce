import { evaluate, submit } from '../scenario'
import type { Scenario } from '../scenario'

/** What a transaction sees of keys, and what stands of it in its read-write set. */
export const READS: readonly Scenario[] = [
  {
    id: 'reads/own-write',
    title: 'a transaction does not see what it has written itself',
    steps: [
      submit([
        ['put', '~a', '1'],
        ['get', '~a'],
      ]),
      evaluate([['get', '~a']], { as: 'Org2MSP' }),
    ],
  },
  {
    id: 'reads/own-change',
    title: 'a transaction that changes a key reads the value from before, at every time',
    steps: [
      submit([['put', '~a', 'old']]),
      submit([
        ['get', '~a'],
        ['put', '~a', 'new'],
        ['get', '~a'],
      ]),
      evaluate([['get', '~a']]),
    ],
  },
  {
    id: 'reads/own-delete',
    title: 'a key that a transaction deletes is still there for itself',
    steps: [
      submit([['put', '~a', '1']]),
      submit([
        ['delete', '~a'],
        ['get', '~a'],
      ]),
      evaluate([['get', '~a']]),
    ],
  },
  {
    id: 'reads/two-writes',
    title: 'of two writes of a key the last one counts',
    steps: [
      submit([
        ['put', '~a', '1'],
        ['put', '~a', '2'],
      ]),
      evaluate([['get', '~a']]),
    ],
  },
  {
    id: 'reads/write-then-delete',
    title: 'a write and a deletion of a key in one transaction delete it',
    steps: [
      submit([['put', '~a', '0']]),
      submit([
        ['put', '~a', '1'],
        ['delete', '~a'],
      ]),
      evaluate([['get', '~a']]),
    ],
  },
  {
    id: 'reads/delete-then-write',
    title: 'a deletion and a write of a key in one transaction write it',
    steps: [
      submit([['put', '~a', '0']]),
      submit([
        ['delete', '~a'],
        ['put', '~a', '1'],
      ]),
      evaluate([['get', '~a']]),
    ],
  },
  {
    id: 'reads/absent',
    title: 'a key that is not there is read as nothing, and stands in the read set without version',
    steps: [
      evaluate([['get', '~none']]),
      submit([
        ['get', '~none'],
        ['put', '~a', '1'],
      ]),
    ],
  },
  {
    id: 'reads/delete-absent',
    title: 'a key that is not there can be deleted',
    steps: [submit([['delete', '~none']]), evaluate([['get', '~none']])],
  },
  {
    id: 'reads/delete-and-create-again',
    title: 'a key comes back after its deletion as a new one',
    steps: [
      submit([['put', '~a', '1']]),
      submit([['delete', '~a']]),
      submit([
        ['get', '~a'],
        ['put', '~a', '2'],
      ]),
      submit([['get', '~a']]),
    ],
  },
  {
    id: 'reads/empty-value',
    title: 'an empty value is written as a deletion',
    steps: [
      submit([
        ['put', '~a', '1'],
        ['put', '~b', ''],
      ]),
      submit([['put', '~a', '']]),
      evaluate([
        ['get', '~a'],
        ['get', '~b'],
        ['range', '~', '~z'],
      ]),
      evaluate([['history', '~a']]),
    ],
  },
  {
    id: 'reads/empty-key',
    title: 'an empty key can be read and cannot be written',
    steps: [
      evaluate([['try', 'get', '']]),
      evaluate([['try', 'put', '', '1']]),
      evaluate([['try', 'delete', '']]),
      evaluate([['try', 'history', '']]),
      evaluate([['try', 'getPolicy', '']]),
    ],
  },
  {
    id: 'reads/twice',
    title: 'a key that is read twice stands once in the read set',
    steps: [
      submit([['put', '~a', '1']]),
      submit([
        ['get', '~a'],
        ['get', '~a'],
        ['get', '~b'],
        ['get', '~b'],
      ]),
    ],
  },
  {
    id: 'reads/order',
    title: 'the read-write set is in the order of keys, not of calls',
    steps: [
      submit([
        ['put', '~c', '1'],
        ['put', '~a', '1'],
        ['put', '~b', '1'],
      ]),
      submit([
        ['get', '~c'],
        ['get', '~b'],
        ['put', '~z', '1'],
        ['get', '~a'],
        ['put', '~y', '1'],
      ]),
    ],
  },
  {
    id: 'reads/read-only',
    title: 'a transaction that writes nothing is valid and stands in a block',
    steps: [submit([['put', '~a', '1']]), submit([['get', '~a']]), submit([['echo', 'nothing']])],
  },
  {
    id: 'reads/evaluated-write',
    title: 'what is evaluated writes nothing',
    steps: [evaluate([['put', '~a', '1']]), evaluate([['get', '~a']])],
  },
  {
    id: 'reads/unusual-keys',
    title: 'keys and values may have any character',
    steps: [
      submit([
        ['put', '~ä', 'ö'],
        ['put', '~\u{1f600}', '\u{1f601}'],
        ['put', '~ space\nline\ttab', '"quoted"'],
        ['put', '~a\u0000b', 'nul inside'],
        ['put', '~\u{10ffff}', 'last'],
      ]),
      evaluate([
        ['get', '~ä'],
        ['get', '~\u{1f600}'],
        ['get', '~ space\nline\ttab'],
        ['get', '~a\u0000b'],
      ]),
    ],
  },
  {
    id: 'reads/large-value',
    title: 'a value of a megabyte is written and read',
    steps: [submit([['putSize', '~a', '1048576']]), evaluate([['get', '~a']])],
  },
  {
    id: 'reads/many-keys',
    title: 'a transaction may write many keys',
    steps: [
      submit(Array.from({ length: 60 }, (_, index) => ['put', `~${String(index).padStart(3, '0')}`, String(index)])),
      evaluate([['rangeCount', '~', '~~']]),
    ],
  },
  {
    id: 'reads/at-the-same-time',
    title: 'requests that a contract makes at the same time are answered like one after the other',
    steps: [
      submit([
        ['put', '~a', '1'],
        ['put', '~b', '2'],
      ]),
      submit([['together', '[["get","~a"],["get","~b"],["put","~c","3"],["get","~none"]]']]),
    ],
  },
  {
    id: 'reads/other-chaincode',
    title: 'each chaincode has keys of its own',
    steps: [
      submit([['put', '~a', 'any']]),
      submit([['put', '~a', 'other']], { chaincode: 'other' }),
      evaluate([['get', '~a']]),
      evaluate([['get', '~a']], { chaincode: 'other' }),
    ],
  },
  {
    id: 'reads/every-organisation',
    title: 'every organisation reads what was committed, the observer too',
    steps: [
      submit([['put', '~a', '1']]),
      ...['Org2MSP', 'Org3MSP', 'Org4MSP', 'WatchMSP'].map((as) => evaluate([['get', '~a']], { as })),
    ],
  },
]
