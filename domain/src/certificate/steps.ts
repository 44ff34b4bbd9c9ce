import type { Role } from '../caller'
import type { DocumentState } from '../certificate'
import type { UseRecordState } from './use-record'
import type { Transition } from './words'

/** The whole life of a document: what may follow what. */
export const NEXT: Readonly<Record<DocumentState, readonly DocumentState[]>> = {
  issued: ['replaced', 'cancelled', 'annulled'],
  replaced: [],
  cancelled: [],
  annulled: [],
}

/** One step: by which transaction, who takes it in which role, what it does to document and use, and what else must hold. */
export interface CertificateStep {
  readonly transaction: string
  readonly role: Role
  /** The issuing authority itself, or whoever acts for the member into which it imports. */
  readonly side: 'issuing' | 'importing'
  /** In which states of the document; `none` before there is one. */
  readonly from: readonly (DocumentState | 'none')[]
  /** Undefined where the state of the document stays as it is. */
  readonly to?: DocumentState
  /** What it does to the use that it is about. */
  readonly use?: { readonly from: readonly (UseRecordState | 'none')[]; readonly to: UseRecordState }
  readonly guard: string
}

const IN_FORCE = ['issued'] as const
const ALWAYS = ['issued', 'replaced', 'cancelled', 'annulled'] as const

/** Every step that may be taken with a certificate. */
export const STEPS: Readonly<Record<Transition, CertificateStep>> = {
  issue: {
    ...{ transaction: 'issue', role: 'issuer', side: 'issuing', from: ['none'], to: 'issued' },
    guard: 'the number is new; agreement, dates and number of items hold; what it is drawn from is left',
  },
  cancel: {
    ...{ transaction: 'cancel', role: 'issuer', side: 'issuing', from: IN_FORCE, to: 'cancelled' },
    guard: 'nothing of it is reserved, used, drawn or refused; gives back what it was drawn from',
  },
  annul: {
    ...{ transaction: 'annul', role: 'issuer', side: 'issuing', from: IN_FORCE, to: 'annulled' },
    guard: 'at any time; past uses stay',
  },
  replace: {
    ...{ transaction: 'issue', role: 'issuer', side: 'issuing', from: IN_FORCE, to: 'replaced' },
    guard: 'nothing of it is reserved; the same authority issues the new one',
  },
  draw: {
    ...{ transaction: 'issue', role: 'issuer', side: 'importing', from: IN_FORCE },
    guard: 'not acquitted; so much is left; the new one is valid no longer',
  },
  reserve: {
    ...{ transaction: 'reserve', role: 'customs', side: 'importing', from: IN_FORCE },
    use: { from: ['none'], to: 'reserved' },
    guard:
      'so much is left; within validity, or with a reason; not acquitted; one declaration where the agreement says so',
  },
  use: {
    ...{ transaction: 'use', role: 'customs', side: 'importing', from: IN_FORCE },
    use: { from: ['none'], to: 'used' },
    guard: 'as for reserve',
  },
  confirm: {
    ...{ transaction: 'confirm', role: 'customs', side: 'importing', from: IN_FORCE },
    use: { from: ['reserved'], to: 'used' },
    guard: 'no certificate that it is drawn from is annulled',
  },
  release: {
    ...{ transaction: 'release', role: 'customs', side: 'importing', from: ALWAYS },
    use: { from: ['reserved'], to: 'released' },
    guard: '',
  },
  'correct-use': {
    ...{ transaction: 'correctUse', role: 'customs', side: 'importing', from: ALWAYS },
    use: { from: ['used'], to: 'used' },
    guard: 'so much is left; more only while the certificate is in force; what it was stays in its history',
  },
  refuse: {
    ...{ transaction: 'refuse', role: 'customs', side: 'importing', from: ALWAYS },
    use: { from: ['none', 'reserved'], to: 'refused' },
    guard: 'takes what is left of the items, or what the reservation of the same name holds',
  },
  clarify: {
    ...{ transaction: 'clarify', role: 'issuer', side: 'issuing', from: ALWAYS },
    use: { from: ['refused', 'clarified'], to: 'clarified' },
    guard: 'by the hash of a text that travels between the two members',
  },
  reassess: {
    ...{ transaction: 'reassess', role: 'customs', side: 'importing', from: ALWAYS },
    use: { from: ['refused', 'clarified'], to: 'upheld' },
    guard: 'final; where preference is granted after all the state is granted, and the quantity is left again',
  },
  acquit: {
    ...{ transaction: 'acquit', role: 'customs', side: 'importing', from: ALWAYS },
    guard: 'nothing is reserved; afterwards nothing more is used or drawn',
  },
  'change-destination': {
    ...{ transaction: 'changeDestination', role: 'issuer', side: 'issuing', from: IN_FORCE },
    guard: 'nothing of it is reserved, used, drawn or refused; the agreement works with the new importing member',
  },
  'certify-copy': {
    ...{ transaction: 'certifyCopy', role: 'issuer', side: 'issuing', from: IN_FORCE },
    guard: 'the agreement has true copies, still at this time; unused where it says so; number, date, document stay',
  },
}
