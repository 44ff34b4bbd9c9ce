import type { RefusalCode } from '@eco/domain'
import { DOCUMENT_PURPOSE, pairCollection, privateKey } from '@eco/domain'
import { done } from './certificate-scenes'
import type { Scene } from './certificate-scenes'
import type { Issued, Said, Stage } from './stage'

const OPENING = { kind: 'origin', reasons: ['criterion-doubtful'], items: [1] }
const AGREED = { ground: 'agreed' }

/** Refusals that meet the two members in a verification case. */
export const CASE_SCENES = {
  CASE_ALREADY_OPEN: async (stage) => {
    const { id } = await opened(stage)
    return open(stage, id)
  },
  CASE_NOT_FOUND: async (stage) => {
    const { id } = await stage.issued()
    return stage.post('AU', 'issuer', `certificates/${id}/verifications/1/acknowledgement`, {})
  },
  CALLER_NOT_ADDRESSEE: async (stage) => {
    const { id } = await opened(stage)
    return stage.otherAuthority.call('POST', `/api/v1/certificates/${id}/verifications/1/acknowledgement`, {
      as: 'issuer',
      body: {},
    })
  },
  ADDRESSEE_NOT_COMPETENT: async (stage) => {
    const { id } = await stage.issued()
    return open(stage, id, { addressee: 'AU-NOBODY' })
  },
  REPLY_PERIOD_NOT_ALLOWED: async (stage) => {
    const { id } = await stage.issued()
    return open(stage, id, { replyPeriod: 1 })
  },
  REPLY_PERIOD_RUNNING: async (stage) => {
    const { id } = await opened(stage)
    const body = { result: 'not-originating', basis: 'no-reply', preference: 'denied' }
    return stage.post('KR', 'customs', `certificates/${id}/verifications/1/determination`, body)
  },
  EXTENSION_NOT_PROVIDED: async (stage) => {
    const { id } = await opened(stage)
    return stage.post('KR', 'customs', `certificates/${id}/verifications/1/extension`, {})
  },
} as const satisfies Partial<Record<RefusalCode, Scene>>

/** Refusals that meet the two members about what they exchange and keep. */
export const RETENTION_SCENES = {
  NOT_DELIVERED: async (stage) => {
    const { id } = await stage.issued()
    return stage.get('KR', `certificates/${id}/document`)
  },
  RETENTION_NOT_ENDED: async (stage) => retain(stage, await stage.issued(), 'AU', 'purge-request', ENDED),
  PURGE_NOT_AGREED: async (stage) => retain(stage, await stage.issued(), 'AU', 'purge'),
  LEGAL_HOLD: async (stage) => {
    const issued = await agreed(stage)
    await done(retain(stage, issued, 'KR', 'legal-hold', { reason: 'court-proceedings' }))
    return retain(stage, issued, 'AU', 'purge')
  },
  CASE_OPEN: async (stage) => {
    const issued = await agreed(stage)
    await done(open(stage, issued.id))
    return retain(stage, issued, 'AU', 'purge')
  },
  PURGED: async (stage) => {
    const issued = await agreed(stage)
    await done(retain(stage, issued, 'AU', 'purge'))
    return open(stage, issued.id)
  },
} as const satisfies Partial<Record<RefusalCode, Scene>>

const ENDED = { ground: 'retention-ended' }

function open(stage: Stage, id: string, changes: object = {}): Promise<Said> {
  return stage.post('KR', 'customs', `certificates/${id}/verifications`, { ...OPENING, ...changes })
}

async function opened(stage: Stage): Promise<Issued> {
  const issued = await stage.issued()
  await done(open(stage, issued.id))
  return issued
}

function retain(stage: Stage, { id }: Issued, at: 'AU' | 'KR', step: string, body: object = {}): Promise<Said> {
  return stage.post(at, 'member-admin', `certificates/${id}/${step}`, body)
}

/** A certificate whose document both members hold, and agree to purge. */
async function agreed(stage: Stage): Promise<Issued> {
  const issued = await stage.issued()
  const simulation = stage.gateways.ledger.state.simulate()
  const key = privateKey(issued.id, DOCUMENT_PURPOSE)
  await simulation.putPrivate(pairCollection('AU', 'KR'), key, Buffer.from(issued.document))
  simulation.commit(`delivered ${issued.id}`)
  for (const member of ['AU', 'KR'] as const) await done(retain(stage, issued, member, 'purge-request', AGREED))
  return issued
}
