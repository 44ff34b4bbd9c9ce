import type { Step, StepName } from './model'

/** A step of a course: its name, and what it asks for where that is not open. */
export type CoursePart = StepName | (Pick<Step, 'name'> & Partial<Step>)

// Which amounts stand for which ends of a recognition.
const RECOGNISED = { open: 3, ahead: 1, over: 2 } as const

/** What follows on each other: by chance alone few histories would come to the end of any of these. */
export const COURSES: readonly (readonly CoursePart[])[] = [
  ['deliver', 'markDelivered', 'acknowledge', 'accept', 'reportLost', 'markDelivered'],
  ['deliver', 'markDelivered', 'acknowledge', 'changeDestination', 'accept', 'deliver', 'markDelivered', 'accept'],
  ['reserve', 'confirm', 'correctUse', 'acquit'],
  ['reserve', 'release', 'changeDestination'],
  ['refuse', 'clarify', 'reassess', 'use'],
  ['reserve', 'refuse', 'clarify', 'reassess'],
  [
    { name: 'draw', other: 0, amount: 2 },
    { name: 'reserve', certificate: 1, amount: 1 },
    { name: 'annul', certificate: 0 },
    { name: 'confirm', certificate: 1 },
    { name: 'use', certificate: 1, amount: 1 },
  ],
  [{ name: 'draw', other: 0, amount: 2 }, { name: 'cancel', certificate: 1 }, 'use'],
  ['use', { name: 'replace', other: 0, certificate: 1 }, { name: 'use', certificate: 1 }, 'correctUse'],
  ['openCase', 'acknowledgeCase', 'extendCase', 'answerCase', 'determine', 'openCase'],
  ['openCase', 'requestVisit', 'postponeVisit', 'consentToVisit', 'reportVisit', 'commentVisit', 'requestVisit'],
  ['openCase', 'requestVisit', 'reportVisit', 'refuseVisit', 'commentVisit', 'withdrawCase', 'openCase'],
  [
    'deliver',
    'sendText',
    { name: 'requestPurge', member: 0 },
    { name: 'requestPurge', member: 1 },
    'purge',
    'openCase',
  ],
  [{ name: 'requestPurge', member: 0 }, { name: 'requestPurge', member: 1 }, 'openCase', 'placeHold', 'purge'],
  ['placeHold', 'purge', 'releaseHold', 'requestPurge', 'withdrawPurgeRequest', 'purge'],
  [
    { name: 'declareBody', member: 0, carry: false },
    { name: 'openCase', carry: false },
  ],
  [
    { name: 'declareBody', member: 0, carry: false },
    { name: 'activateBody', member: 0 },
    { name: 'openCase', carry: false },
  ],
  ['suspend', 'issue', 'resume', 'issue', 'withdrawAuthority', 'resume'],
  [{ name: 'suspend', later: true }, 'resume', 'issue', 'withdrawAuthority', 'issue'],
  [
    { name: 'declareKey', key: 1 },
    { name: 'issue', key: 1 },
    { name: 'replaceKey', key: 1, other: 2, later: true },
    { name: 'issue', key: 2 },
    { name: 'revokeKey', key: 1 },
    { name: 'issue', key: 1 },
  ],
  [
    { name: 'reportCompromise', key: 0 },
    { name: 'issue', key: 0 },
  ],
  [
    { name: 'replaceKey', key: 0, other: 1, later: true },
    { name: 'replaceKey', key: 0, other: 2, later: true },
    { name: 'declareKey', key: 1 },
    { name: 'issue', key: 0 },
  ],
  [
    { name: 'revokeKey', key: 0, later: true, amount: 5 },
    { name: 'revokeKey', key: 0, later: true, amount: 6 },
    { name: 'revokeKey', key: 0, later: true, amount: 4 },
    { name: 'issue', key: 0 },
  ],
  [
    { name: 'reportCompromise', key: 2, carry: false, amount: 5 },
    { name: 'declareKey', key: 2 },
    { name: 'reportCompromise', key: 2, carry: false, amount: 5 },
    { name: 'reportCompromise', key: 2, carry: false, amount: 6 },
    { name: 'reportCompromise', key: 2, carry: false, amount: 4 },
    { name: 'issue', key: 2 },
  ],
  ['authorizeExporter', 'withdrawExporter', 'authorizeExporter'],
  [
    { name: 'withdrawExporter', later: true, amount: 5 },
    { name: 'withdrawExporter', later: true, amount: 6 },
    { name: 'withdrawExporter', later: true, amount: 4 },
  ],
  [
    { name: 'proposeProfile', agreement: 2, member: 0 },
    { name: 'approveProfile', agreement: 2, member: 1 },
    { name: 'approveProfile', agreement: 2, member: 2 },
    { name: 'changeDestination', certificate: 0 },
    { name: 'issue', agreement: 1 },
    { name: 'issue', agreement: 2 },
  ],
  [
    { name: 'withdrawFromAgreement', later: true, amount: 2 },
    { name: 'accede', later: true, amount: 1 },
    { name: 'accede', later: true, amount: 3 },
    { name: 'withdrawFromAgreement', later: true, amount: 4 },
  ],
  [
    { name: 'recognise', member: 0, importer: 1, amount: RECOGNISED.open },
    { name: 'recognise', member: 0, importer: 1, amount: RECOGNISED.ahead },
    { name: 'recognise', member: 0, importer: 1, amount: RECOGNISED.over },
  ],
  [
    { name: 'recognise', member: 0, importer: 2, amount: RECOGNISED.over },
    { name: 'recognise', member: 0, importer: 2, amount: RECOGNISED.open },
  ],
  [
    { name: 'recognise', member: 1, importer: 2, carry: true, amount: RECOGNISED.open },
    { name: 'recognise', member: 1, importer: 2, carry: false, amount: RECOGNISED.open },
  ],
]
