import type { TransactionName } from '../ledger/table'

/** Who acts, in the order of the lanes. */
export const LANES = ['exporter', 'issuing authority', 'ledger', 'importing customs', 'importer'] as const

/** One of the lanes. */
export type Lane = (typeof LANES)[number]

/** One thing that somebody does. */
export interface LaneStep {
  readonly by: Lane
  /** To whom it goes; undefined for what somebody does alone. */
  readonly to?: Lane
  readonly text: string
  /** By which transactions it stands on the ledger; without any it is done beside it. */
  readonly transactions?: readonly TransactionName[]
}

/** Steps that belong together; `when` for those that most certificates never see. */
export interface LaneGroup {
  readonly title: string
  readonly when?: string
  readonly steps: readonly LaneStep[]
}

/** A certificate from the application to the acquittal, and what is left of it after that. */
export const CERTIFICATE_LANES: readonly LaneGroup[] = [
  {
    title: 'Application and issue',
    steps: [
      { by: 'exporter', to: 'issuing authority', text: 'applies, declares the goods' },
      { by: 'issuing authority', text: 'examines; seals the document' },
      { by: 'issuing authority', to: 'ledger', text: 'registers it', transactions: ['issue'] },
      { by: 'issuing authority', to: 'exporter', text: 'hands out document and status link' },
    ],
  },
  {
    title: 'Delivery',
    steps: [
      {
        by: 'issuing authority',
        to: 'importing customs',
        text: 'sends the document, for the two alone',
        transactions: ['deliver'],
      },
      { by: 'issuing authority', to: 'ledger', text: 'says that it was sent', transactions: ['markDelivered'] },
      {
        by: 'importing customs',
        to: 'ledger',
        text: 'says what arrived, or asks again',
        transactions: ['acknowledge'],
      },
    ],
  },
  {
    title: 'Declaration and use',
    steps: [
      { by: 'exporter', to: 'importer', text: 'sends goods and document' },
      { by: 'importer', to: 'importing customs', text: 'declares, claims preference' },
      { by: 'importing customs', text: 'checks each line of the declaration' },
      { by: 'importing customs', to: 'ledger', text: 'reserves quantities', transactions: ['reserve'] },
      {
        by: 'importing customs',
        to: 'ledger',
        text: 'confirms, releases, or uses at once',
        transactions: ['confirm', 'release', 'use'],
      },
    ],
  },
  {
    title: 'Refusal of an item',
    when: 'preference cannot be granted',
    steps: [
      { by: 'importing customs', to: 'ledger', text: 'refuses the item, with a reason', transactions: ['refuse'] },
      { by: 'issuing authority', to: 'ledger', text: 'clarifies', transactions: ['sendText', 'clarify'] },
      { by: 'importing customs', to: 'ledger', text: 'reassesses: granted or upheld', transactions: ['reassess'] },
    ],
  },
  {
    title: 'Verification case',
    when: 'authenticity or origin is in doubt',
    steps: [
      { by: 'importing customs', to: 'ledger', text: 'asks', transactions: ['sendText', 'openCase'] },
      {
        by: 'issuing authority',
        to: 'ledger',
        text: 'confirms receipt, replies',
        transactions: ['acknowledgeCase', 'answerCase'],
      },
      {
        by: 'importing customs',
        to: 'ledger',
        text: 'determines the outcome',
        transactions: ['determine'],
      },
    ],
  },
  {
    title: 'True copy',
    when: 'the certificate was lost, stolen or destroyed, and the agreement has copies',
    steps: [
      { by: 'exporter', to: 'issuing authority', text: 'asks for a certified true copy' },
      { by: 'issuing authority', to: 'ledger', text: 'certifies it: the same number', transactions: ['certifyCopy'] },
      { by: 'issuing authority', to: 'exporter', text: 'hands out the copy' },
    ],
  },
  {
    title: 'Withdrawal',
    when: 'the certificate was wrong or the goods went elsewhere',
    steps: [
      {
        by: 'issuing authority',
        to: 'ledger',
        text: 'cancels, annuls or redirects it',
        transactions: ['cancel', 'annul', 'changeDestination'],
      },
    ],
  },
  {
    title: 'Acquittal and end of retention',
    steps: [
      { by: 'importing customs', to: 'ledger', text: 'closes it: nothing more is used', transactions: ['acquit'] },
      {
        by: 'importing customs',
        to: 'ledger',
        text: 'asks for the purge, years later',
        transactions: ['requestPurge'],
      },
      {
        by: 'issuing authority',
        to: 'ledger',
        text: 'asks too; the content is purged',
        transactions: ['requestPurge', 'purge'],
      },
    ],
  },
]

/** A verification case from the request to the determination. */
export const CASE_LANES: readonly LaneGroup[] = [
  {
    title: 'Request and reply',
    steps: [
      {
        by: 'importing customs',
        to: 'issuing authority',
        text: 'sends the request, for the two alone',
        transactions: ['sendText'],
      },
      { by: 'importing customs', to: 'ledger', text: 'opens the case by its hash', transactions: ['openCase'] },
      { by: 'issuing authority', to: 'ledger', text: 'confirms receipt', transactions: ['acknowledgeCase'] },
      { by: 'issuing authority', to: 'exporter', text: 'asks for evidence' },
      {
        by: 'issuing authority',
        to: 'importing customs',
        text: 'sends the report, for the two alone',
        transactions: ['sendText'],
      },
      { by: 'issuing authority', to: 'ledger', text: 'replies by its hash', transactions: ['answerCase'] },
    ],
  },
  {
    title: 'More time',
    when: 'the agreement has it',
    steps: [
      { by: 'importing customs', to: 'ledger', text: 'extends the time for the reply', transactions: ['extendCase'] },
    ],
  },
  {
    title: 'Visit',
    when: 'the reply is not enough',
    steps: [
      { by: 'importing customs', to: 'ledger', text: 'asks for a visit', transactions: ['requestVisit'] },
      { by: 'issuing authority', to: 'ledger', text: 'consents, refuses or postpones', transactions: ['answerVisit'] },
      { by: 'importing customs', to: 'exporter', text: 'visits the premises' },
      { by: 'importing customs', to: 'ledger', text: 'says what was found', transactions: ['reportVisit'] },
      { by: 'issuing authority', to: 'ledger', text: 'comments', transactions: ['commentVisit'] },
    ],
  },
  {
    title: 'End',
    steps: [
      {
        by: 'importing customs',
        to: 'ledger',
        text: 'determines, or takes the case back',
        transactions: ['determine', 'withdrawCase'],
      },
      { by: 'importing customs', to: 'importer', text: 'grants or denies the preference' },
    ],
  },
]
