import type { Role } from '../caller'
import { DOCUMENT_STATES } from '../certificate'
import { STEPS } from '../certificate/steps'
import { USE_RECORD_STATES } from '../certificate/use-record'
import { DELIVERY_STATES, DELIVERY_STEPS } from '../delivery/steps'
import { AUTHORITY_STATES, AUTHORITY_STEPS } from '../register/steps'
import { RETENTION_STATES, RETENTION_STEPS } from '../retention/steps'
import { CASE_EVENTS, CASE_STATES, CASE_STEPS, SIDE_ROLES, VISIT_STATES } from '../verification/steps'
import type { TransactionName } from '../ledger/table'

/** One step on an axis of states. */
export interface AxisStep {
  readonly name: string
  readonly transaction: TransactionName
  /** Who takes it. */
  readonly side: string
  readonly roles: readonly Role[]
  /** `none` before there is anything. */
  readonly from: readonly string[]
  /** Each state that may follow; none where the state stays as it is. */
  readonly to: readonly string[]
  readonly guard: string
}

/** One of the states that a certificate is in at the same time, and all that may change it. */
export interface Axis {
  readonly name: string
  readonly title: string
  readonly about: string
  readonly states: readonly string[]
  readonly steps: readonly AxisStep[]
}

// Where what is said, or what the other member said before, decides between two states.
const ALSO: Readonly<Record<string, readonly string[]>> = {
  'correct-use': ['released'],
  reassess: ['granted'],
  requestPurge: ['agreed'],
  withdrawPurgeRequest: ['kept'],
}

const CERTIFICATE_STEPS = Object.entries(STEPS).map(([name, step]) => ({
  name,
  transaction: step.transaction as TransactionName,
  side: step.side === 'issuing' ? 'the authority that issued it' : 'importing member',
  roles: [step.role],
  step,
}))

const DOCUMENT_AXIS: Axis = {
  name: 'document',
  title: 'The document',
  about:
    'Whether the certificate stands. That it has expired is computed from its last day and never stored; drawing, acquitting ' +
    'and changing the destination leave this state as it is.',
  states: ['none', ...DOCUMENT_STATES],
  steps: CERTIFICATE_STEPS.filter(({ step }) => step.use === undefined).map(({ step, ...rest }) => ({
    ...{ ...rest, from: step.from, guard: step.guard },
    to: step.to === undefined ? [] : [step.to],
  })),
}

const DELIVERY_AXIS: Axis = {
  name: 'delivery',
  title: 'Its delivery',
  about:
    'How far the document came to the importing member. Before anything is said of it, a registered certificate is `registered`.',
  states: DELIVERY_STATES,
  steps: Object.entries(DELIVERY_STEPS).map(([name, { from, to, side, role, guard }]) => ({
    ...{ name, from, to: [to], guard, roles: [role] },
    transaction: name === 'deliver' ? 'markDelivered' : 'acknowledge',
    side: side === 'issuing' ? 'the authority that issued it' : 'importing member',
  })),
}

const USE_AXIS: Axis = {
  name: 'use',
  title: 'Each use of its items',
  about:
    'One use, reservation or refusal of quantities; a certificate has many. What is left of an item is what was issued less all ' +
    'that is reserved, used, drawn or refused. A correction to nothing, and a refusal that is not upheld, give the quantity back.',
  states: ['none', ...USE_RECORD_STATES],
  steps: CERTIFICATE_STEPS.flatMap(({ step: { use, guard }, name, ...rest }) =>
    use === undefined ? [] : [{ name, ...rest, guard, from: use.from, to: [use.to, ...(ALSO[name] ?? [])] }],
  ),
}

const OF_CASES = CASE_EVENTS.map((name) => {
  const { transaction, side, ...step } = CASE_STEPS[name]
  return {
    ...{ name, step, guard: step.guard, transaction: transaction as TransactionName, roles: SIDE_ROLES[side] },
    side: side === 'importing' ? 'importing member that opened it' : 'issuing member',
  }
})

const CASE_AXIS: Axis = {
  name: 'case',
  title: 'A verification case',
  about: 'One question about the certificate to its issuing side; one at a time is undecided.',
  states: ['none', ...CASE_STATES],
  steps: OF_CASES.filter(({ step }) => step.visit === undefined).map(({ step: { from, to }, ...rest }) => ({
    ...{ ...rest, from },
    to: to === undefined ? [] : [to],
  })),
}

const VISIT_AXIS: Axis = {
  name: 'visit',
  title: 'A visit within a case',
  about: 'Only while the case is undecided.',
  states: VISIT_STATES,
  steps: OF_CASES.flatMap(({ step: { visit }, ...rest }) =>
    visit === undefined ? [] : [{ ...rest, from: visit.from, to: [visit.to] }],
  ),
}

const RETENTION_AXIS: Axis = {
  name: 'retention',
  title: 'What the two members keep',
  about: 'How far the purge of the document and the texts has come. The record of the certificate stays.',
  states: RETENTION_STATES,
  steps: Object.entries(RETENTION_STEPS).map(([name, { from, to, role, guard }]) => ({
    ...{ name, transaction: name as TransactionName, side: 'either member', roles: [role], from, guard },
    to: to === undefined ? [] : [to, ...(ALSO[name] ?? [])],
  })),
}

const AUTHORITY_AXIS: Axis = {
  name: 'authority',
  title: 'An authority',
  about: 'Each step takes effect at a time of its own, and a certificate is judged by the state on its day of issue.',
  states: AUTHORITY_STATES,
  steps: AUTHORITY_STEPS.map(({ event, from, to, role, backdated }) => ({
    ...{ name: event, transaction: 'changeAuthority', side: "the authority's member", roles: [role] },
    ...{ from: [from], to: [to], guard: backdated ? 'may lie in the past' : 'not before it is recorded' },
  })),
}

/** Every axis of states, in the order in which a reader meets them. */
export const AXES: readonly Axis[] = [
  DOCUMENT_AXIS,
  DELIVERY_AXIS,
  USE_AXIS,
  CASE_AXIS,
  VISIT_AXIS,
  RETENTION_AXIS,
  AUTHORITY_AXIS,
]
