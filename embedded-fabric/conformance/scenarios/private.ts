import { endorse, evaluate, order, submit, together } from '../scenario'
import type { Scenario } from '../scenario'

const SECRET = submit([['privatePut', 'pair', '~a']], { transient: { value: 'secret' } })

/** What transactions do with private data. */
export const PRIVATE: readonly Scenario[] = [
  {
    id: 'private/put',
    title: 'members read private data, the block has hashes only',
    steps: [
      SECRET,
      evaluate([
        ['privateGet', 'pair', '~a'],
        ['privateHash', 'pair', '~a'],
      ]),
      evaluate(
        [
          ['privateGet', 'pair', '~a'],
          ['privateHash', 'pair', '~a'],
        ],
        { as: 'Org2MSP' },
      ),
    ],
  },
  {
    id: 'private/own-write',
    title: 'a transaction does not see what it has written privately',
    steps: [
      submit([
        ['privatePut', 'pair', '~a', '1'],
        ['privateGet', 'pair', '~a'],
      ]),
      submit([
        ['privateGet', 'pair', '~a'],
        ['privatePut', 'pair', '~a', '2'],
        ['privateGet', 'pair', '~a'],
        ['privateHash', 'pair', '~a'],
      ]),
    ],
  },
  {
    id: 'private/evaluated',
    title: 'what is evaluated writes nothing privately',
    steps: [
      evaluate([['privatePut', 'pair', '~a', '1']]),
      evaluate([
        ['privateGet', 'pair', '~a'],
        ['privateHash', 'pair', '~a'],
      ]),
    ],
  },
  {
    id: 'private/delete',
    title: 'deleted private data and its hash are gone',
    steps: [
      SECRET,
      submit([['privateDelete', 'pair', '~a']]),
      evaluate([
        ['privateGet', 'pair', '~a'],
        ['privateHash', 'pair', '~a'],
      ]),
      evaluate([['privateGet', 'pair', '~a']], { as: 'Org2MSP' }),
    ],
  },
  {
    id: 'private/purge',
    title: 'purged private data and its hash are gone',
    steps: [
      SECRET,
      submit([['privatePurge', 'pair', '~a']]),
      evaluate([
        ['privateGet', 'pair', '~a'],
        ['privateHash', 'pair', '~a'],
      ]),
      evaluate([['privateGet', 'pair', '~a']], { as: 'Org2MSP' }),
      submit([['privatePut', 'pair', '~a', 'again']]),
      evaluate([['privateGet', 'pair', '~a']], { as: 'Org2MSP' }),
    ],
  },
  {
    id: 'private/absent',
    title: 'private data that is not there is read as nothing, deleted and purged',
    steps: [
      submit([
        ['privateGet', 'pair', '~none'],
        ['privateHash', 'pair', '~none'],
      ]),
      submit([['privateDelete', 'pair', '~none']]),
      submit([['privatePurge', 'pair', '~none']]),
    ],
  },
  {
    id: 'private/empty',
    title: 'empty keys, values and names of collections',
    steps: [
      evaluate([['try', 'privatePut', 'pair', '', 'x']]),
      evaluate([['try', 'privatePut', '', '~a', 'x']]),
      evaluate([['try', 'privateGet', '', '~a']]),
      evaluate([['try', 'privateGet', 'pair', '']]),
      evaluate([['try', 'privateHash', 'pair', '']]),
      evaluate([['try', 'privateDelete', 'pair', '']]),
      evaluate([['try', 'privatePurge', 'pair', '']]),
      submit([['try', 'privatePut', 'pair', '~a', '']]),
      evaluate([
        ['privateGet', 'pair', '~a'],
        ['privateHash', 'pair', '~a'],
      ]),
    ],
  },
  {
    id: 'private/range',
    title: 'members read ranges of private data, with no trace in the read set',
    steps: [
      submit([
        ['privatePut', 'pair', '~b', '2'],
        ['privatePut', 'pair', '~a', '1'],
        ['privatePut', 'pair', '~c', '3'],
      ]),
      submit([['privateRange', 'pair', '~a', '~c']]),
      evaluate([['privateRange', 'pair', '~', '~z']], { as: 'Org2MSP' }),
      evaluate([['privateRange', 'pair', '~x', '~z']]),
    ],
  },
  {
    id: 'private/range-then-write',
    title: 'a transaction that has read a private range cannot write',
    steps: [
      SECRET,
      evaluate([
        ['privateRange', 'pair', '~', '~z'],
        ['try', 'put', '~a', '1'],
        ['try', 'privatePut', 'pair', '~b', '1'],
        ['try', 'setPolicy', '~a', ''],
      ]),
    ],
  },
  {
    id: 'private/write-then-range',
    title: 'a transaction that has written cannot read a private range',
    steps: [
      SECRET,
      evaluate([
        ['put', '~a', '1'],
        ['try', 'privateRange', 'pair', '~', '~z'],
      ]),
      evaluate([
        ['privatePut', 'pair', '~a', '1'],
        ['try', 'privateRange', 'pair', '~', '~z'],
      ]),
    ],
  },
  {
    id: 'private/composite',
    title: 'composite keys of private data',
    steps: [
      submit([
        ['privatePutComposite', 'pair', '1', '~t', 'a', 'x'],
        ['privatePutComposite', 'pair', '2', '~t', 'a', 'y'],
        ['privatePutComposite', 'pair', '3', '~t', 'ab', 'x'],
      ]),
      evaluate([['privateRangeComposite', 'pair', '~t', 'a']]),
    ],
  },
  {
    id: 'private/rich-query',
    title: 'a rich query of private data on LevelDB',
    steps: [evaluate([['try', 'privateQuery', 'pair', '{"selector":{}}']])],
  },
  {
    id: 'private/conflict',
    title: 'private data that has changed since it was read is a conflict',
    steps: [
      submit([['privatePut', 'pair', '~a', '1']]),
      endorse('one', [
        ['privateGet', 'pair', '~a'],
        ['privatePut', 'pair', '~a', '2'],
      ]),
      endorse('two', [
        ['privateGet', 'pair', '~a'],
        ['privatePut', 'pair', '~a', '3'],
      ]),
      together('one', 'two'),
      evaluate([['privateGet', 'pair', '~a']], { as: 'Org2MSP' }),
    ],
  },
  {
    id: 'private/hash-conflict',
    title: 'a hash that has changed since it was read is a conflict',
    steps: [
      submit([['privatePut', 'pair', '~a', '1']]),
      endorse('one', [['privatePut', 'pair', '~a', '2']]),
      endorse(
        'two',
        [
          ['privateHash', 'pair', '~a'],
          ['put', '~b', '3'],
        ],
        { as: 'Org3MSP' },
      ),
      order('one', 'two'),
    ],
  },
  {
    id: 'private/same-value',
    title: 'the same private value again is a new version',
    steps: [
      submit([['privatePut', 'pair', '~a', '1']]),
      endorse('one', [['privatePut', 'pair', '~a', '1']]),
      endorse('two', [
        ['privateGet', 'pair', '~a'],
        ['put', '~b', '1'],
      ]),
      order('one', 'two'),
    ],
  },
  {
    id: 'private/two-collections',
    title: 'a transaction may write several collections, each with keys of its own',
    steps: [
      submit([
        ['privatePut', 'pair', '~a', '1'],
        ['privatePut', 'open', '~a', '2'],
        ['put', '~a', '3'],
      ]),
      evaluate([
        ['privateGet', 'pair', '~a'],
        ['privateGet', 'open', '~a'],
        ['get', '~a'],
      ]),
    ],
  },
  {
    id: 'private/two-writes',
    title: 'of several private writes of a key the last one counts',
    steps: [
      submit([
        ['privatePut', 'pair', '~a', '1'],
        ['privatePut', 'pair', '~a', '2'],
      ]),
      evaluate([['privateGet', 'pair', '~a']], { as: 'Org2MSP' }),
      submit([
        ['privatePut', 'pair', '~a', '3'],
        ['privateDelete', 'pair', '~a'],
      ]),
      evaluate([['privateGet', 'pair', '~a']]),
      submit([
        ['privatePurge', 'pair', '~a'],
        ['privatePut', 'pair', '~a', '4'],
      ]),
      evaluate([['privateGet', 'pair', '~a']]),
      submit([
        ['privateDelete', 'pair', '~a'],
        ['privatePurge', 'pair', '~a'],
      ]),
      evaluate([['privateGet', 'pair', '~a']]),
    ],
  },
]
