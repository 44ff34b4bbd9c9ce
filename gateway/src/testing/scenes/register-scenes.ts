import type { AgreementProfile, RefusalCode } from '@eco/domain'
import { profileHash, profileNamed } from '@eco/domain'
import { aJwk } from '@eco/domain/testing'
import { done } from './certificate-scenes'
import type { Scene } from './certificate-scenes'
import type { Place, Said, Stage } from './stage'

const RCEP = profileNamed('RCEP', '2022') as AgreementProfile
const UNKNOWN_KEY = 'A'.repeat(43)

/** Refusals that meet whoever edits the registers, or issues against them. */
export const REGISTER_SCENES = {
  MEMBER_UNKNOWN: (stage) => stage.get('AU', 'members/XX'),
  AUTHORITY_UNKNOWN: (stage) =>
    edit(stage, 'recognitions', {
      of: 'CN',
      authority: 'CN-NOBODY',
      agreement: 'RCEP',
      from: '2026-06-01',
      until: null,
      caCertificate: null,
    }),
  AUTHORITY_ALREADY_DECLARED: (stage) => edit(stage, 'authorities', authority('AU-CHAMBER')),
  AUTHORITY_NOT_ACTIVE: async (stage) => {
    await done(edit(stage, 'authorities/CN/CN-CHAMBER/state', { state: 'suspended' }, 'CN'))
    return stage.issue(stage.dataset({}, 'CN'), 'CN')
  },
  KEY_UNKNOWN: (stage) => edit(stage, `authorities/AU/AU-CHAMBER/keys/${UNKNOWN_KEY}/revocation`, {}),
  KEY_NOT_VALID: async (stage) => {
    const { body } = await stage.get('ID', 'authorities/ID/ID-CHAMBER')
    const [{ thumbprint }] = (body.record as { keys: [{ thumbprint: string }] }).keys
    await done(edit(stage, `authorities/ID/ID-CHAMBER/keys/${thumbprint}/compromise`, {}, 'ID'))
    return stage.issue(stage.dataset({}, 'ID'), 'ID')
  },
  KEY_ALREADY_DECLARED: async (stage) => {
    const key = { publicJwk: aJwk('twice'), use: 'seal', validFrom: '2026-06-01', validUntil: null }
    await done(edit(stage, 'authorities/AU/AU-CHAMBER/keys', key))
    return edit(stage, 'authorities/AU/AU-CHAMBER/keys', key)
  },
  PROFILE_UNKNOWN: (stage) => edit(stage, 'agreements/RCEP/1999/approvals', { hash: 'a'.repeat(64) }),
  PROFILE_INVALID: (stage) => edit(stage, 'agreements/proposals', proposal({})),
  PROFILE_ALREADY_PROPOSED: (stage) => edit(stage, 'agreements/proposals', proposal(RCEP)),
  PROFILE_HASH_DIFFERENT: (stage) => edit(stage, 'agreements/RCEP/2022/approvals', { hash: 'a'.repeat(64) }),
  PROFILE_NOT_IN_FORCE: async (stage) => {
    await done(edit(stage, 'agreements/proposals', proposal({ ...RCEP, version: '2026' })))
    return stage.issue(stage.dataset({ agreement: { code: 'RCEP', version: '2026' } }))
  },
  MEMBER_NOT_PARTY: (stage) => {
    const profile = profileNamed('China-Korea', '2015') as AgreementProfile
    return edit(stage, 'agreements/China-Korea/2015/approvals', { hash: profileHash(profile) })
  },
  REGISTER_OF_ANOTHER_MEMBER: (stage) => edit(stage, 'authorities/KR/KR-CHAMBER/state', { state: 'suspended' }),
  EFFECT_NOT_ALLOWED: (stage) => edit(stage, 'agreements/RCEP/2022/withdrawals', { from: '2026-05-01' }),
  EXPORTER_UNKNOWN: (stage) => edit(stage, 'exporters/AU/AE-NONE/withdrawal', {}),
  EXPORTER_NOT_AUTHORIZED: async (stage) => {
    const goods = { agreements: ['RCEP'], chapters: ['01'], from: '2026-01-01', until: '2026-12-31' }
    await done(edit(stage, 'exporters', { code: 'AE-1', authority: 'AU-CHAMBER', ...goods }))
    return stage.issue(stage.dataset({ approvedExporterCode: 'AE-1' }))
  },
} as const satisfies Partial<Record<RefusalCode, Scene>>

function edit(stage: Stage, path: string, body: object, member: Place = 'AU'): Promise<Said> {
  return stage.post(member, 'member-admin', path, body)
}

function authority(id: string): object {
  return { id, name: 'Chamber of Commerce', functions: ['issuing'] }
}

function proposal(profile: object): object {
  return { profile, inForceFrom: '2026-06-02', replaces: null }
}
