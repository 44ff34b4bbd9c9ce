import { sign } from 'node:crypto'
import { beforeAll, describe, expect, it } from '@jest/globals'
import { common } from '@hyperledger/fabric-protos'
import { createOrganization, encodePolicy, issueClient, serializeIdentity } from 'embedded-fabric'
import type { Credentials, OrganizationMaterial } from 'embedded-fabric'
import { readChannelConfig } from './channel-config'
import { mspConfigOf } from '../testing/msp-config'
import { configChangeProblems } from './config-change'

const FROM = new Date('2026-01-01T00:00:00Z')
const UNTIL = new Date('2026-12-31T00:00:00Z')
const DURING = '2026-06-01T00:00:00.000Z'
const NAMES = ['AUMSP', 'JPMSP', 'KRMSP'] as const

interface Member {
  readonly material: OrganizationMaterial
  readonly admin: Credentials
  readonly clerk: Credentials
}

interface Change {
  readonly config: common.Config
  readonly update: common.ConfigUpdate
}

describe('a change of the channel’s configuration', () => {
  let members: ReadonlyMap<string, Member>
  let before: common.Config

  beforeAll(async () => {
    members = new Map(await Promise.all(NAMES.map(async (name) => [name, await memberOf(name)] as const)))
    before = new common.Config()
    before.setSequence(4)
    before.setChannelGroup(channelOf(members))
  })

  const problemsOf = (
    { config, update }: Change,
    ...by: readonly (readonly [string, Credentials])[]
  ): readonly string[] =>
    configChangeProblems(envelopeOf(config, update, by), readChannelConfig(envelopeOf(before)), DURING)

  const admins = (...names: readonly string[]): readonly (readonly [string, Credentials])[] =>
    names.map((name) => [name, members.get(name)!.admin] as const)

  it('holds when it follows from its update and enough administrators have signed that', () => {
    expect(problemsOf(newTimeout(before), ...admins('AUMSP', 'KRMSP'))).toEqual([])
    expect(problemsOf(withoutMember(before, 'JPMSP'), ...admins('AUMSP', 'KRMSP'))).toEqual([])
  })

  it('is named with the policy that it asks for when too few have signed, however often', () => {
    const missing = ['value Channel/Application/Timeout asks for Admins, AUMSP signed']

    expect(problemsOf(newTimeout(before), ...admins('AUMSP'))).toEqual(missing)
    expect(problemsOf(newTimeout(before), ...admins('AUMSP', 'AUMSP'))).toEqual(missing)
    expect(problemsOf(newTimeout(before))).toEqual(['value Channel/Application/Timeout asks for Admins, nobody signed'])
  })

  it('takes no signature of somebody who does not administer a member, or that is over something else', () => {
    const { clerk } = members.get('KRMSP')!
    const forged = envelopeOf(newTimeout(before, '9s').config, newTimeout(before).update, admins('AUMSP', 'KRMSP'))

    expect(problemsOf(newTimeout(before), ...admins('AUMSP'), ['KRMSP', clerk])).toEqual([
      'value Channel/Application/Timeout asks for Admins, AUMSP, KRMSP signed',
    ])
    expect(problemsOf(newTimeout(before), ...admins('AUMSP'), ['KRMSP', members.get('JPMSP')!.admin])).toHaveLength(1)
    expect(configChangeProblems(forged, readChannelConfig(envelopeOf(before)), DURING)).toEqual([
      'value Channel/Application/Timeout does not follow from its update',
    ])
  })

  it('may do what one member’s own policy allows with that member’s signature alone, and no more', () => {
    expect(problemsOf(newAnchor(before, 'KRMSP'), ...admins('KRMSP'))).toEqual([])
    expect(problemsOf(newAnchor(before, 'KRMSP'), ...admins('AUMSP'))).toHaveLength(1)
    expect(problemsOf(withoutMember(before, 'JPMSP'), ...admins('JPMSP'))).toHaveLength(1)
  })

  it('is found to go beyond its update, wherever it does', () => {
    const { config, update } = newTimeout(before)
    application(config).getValuesMap().get('Capabilities')!.setValue(Buffer.from('other'))
    const removed = newTimeout(before)
    application(removed.config).getGroupsMap().del('JPMSP')
    const added = newTimeout(before)
    application(added.config).getValuesMap().set('More', valueOf('more'))

    expect(problemsOf({ config, update }, ...admins('AUMSP', 'KRMSP'))).toEqual([
      'value Channel/Application/Capabilities does not follow from its update',
    ])
    expect(problemsOf(removed, ...admins('AUMSP', 'KRMSP'))).toContain(
      'group Channel/Application/JPMSP does not follow from its update',
    )
    expect(problemsOf(added, ...admins('AUMSP', 'KRMSP'))).toContain(
      'value Channel/Application/More does not follow from its update',
    )
  })

  it('must count the versions of what it changes, and rest on what was there', () => {
    const skipped = newTimeout(before)
    timeoutIn(skipped.update.getWriteSet()!).setVersion(3)
    const stale = newTimeout(before)
    stale.update.getReadSet()!.getGroupsMap().get('Application')!.setVersion(7)

    expect(problemsOf(skipped, ...admins('AUMSP', 'KRMSP'))).toContain(
      'value Channel/Application/Timeout has version 3 after 0',
    )
    expect(problemsOf(stale, ...admins('AUMSP', 'KRMSP'))).toContain(
      'group Channel/Application was another one already',
    )
  })
})

async function memberOf(mspId: string): Promise<Member> {
  const material = await createOrganization({ mspId, clock: () => FROM })
  const validity = { notBefore: FROM, notAfter: UNTIL }
  const admin = await issueClient(material, { name: 'admin', role: 'admin', ...validity })
  return { material, admin, clerk: await issueClient(material, { name: 'clerk', ...validity }) }
}

function channelOf(members: ReadonlyMap<string, Member>): common.ConfigGroup {
  const channel = groupOf()
  const inner = groupOf()
  channel.getGroupsMap().set('Application', inner)
  const meta = new common.ImplicitMetaPolicy()
  meta.setSubPolicy('Admins')
  meta.setRule(common.ImplicitMetaPolicy.Rule.MAJORITY)
  for (const group of [channel, inner]) {
    group.getPoliciesMap().set('Admins', policyOf(common.Policy.PolicyType.IMPLICIT_META, meta.serializeBinary()))
  }
  inner.getValuesMap().set('Timeout', valueOf('1s'))
  inner.getValuesMap().set('Capabilities', valueOf('V2_5'))
  for (const [mspId, { material }] of members) {
    const own = groupOf()
    const principals = [{ mspId, role: 'admin' as const }]
    const bytes = encodePolicy({ rule: { outOf: 1, rules: [{ signedBy: 0 }] }, principals })
    own.getPoliciesMap().set('Admins', policyOf(common.Policy.PolicyType.SIGNATURE, bytes))
    own.getValuesMap().set('MSP', valueOf(mspConfigOf(material, 'admin')))
    own.getValuesMap().set('AnchorPeers', valueOf('first'))
    inner.getGroupsMap().set(mspId, own)
  }
  return channel
}

function groupOf(): common.ConfigGroup {
  const group = new common.ConfigGroup()
  group.setModPolicy('Admins')
  return group
}

function valueOf(content: string | Uint8Array): common.ConfigValue {
  const value = new common.ConfigValue()
  value.setModPolicy('Admins')
  value.setValue(Buffer.from(content))
  return value
}

function policyOf(type: number, bytes: Uint8Array): common.ConfigPolicy {
  const policy = new common.Policy()
  policy.setType(type)
  policy.setValue(bytes)
  const entry = new common.ConfigPolicy()
  entry.setModPolicy('Admins')
  entry.setPolicy(policy)
  return entry
}

/** What follows, and an update that says so: the two sets say all groups on the way, and what is changed in the second. */
function changeOf(
  before: common.Config,
  change: (channel: common.ConfigGroup) => void,
  touched: string[] = [],
): Change {
  const config = before.clone()
  config.setSequence(before.getSequence() + 1)
  change(config.getChannelGroup()!)
  const update = new common.ConfigUpdate()
  const read = groupOf()
  const inner = groupOf()
  read.getGroupsMap().set('Application', inner)
  for (const name of touched) inner.getGroupsMap().set(name, groupOf())
  update.setReadSet(read)
  const written = read.clone()
  change(written)
  update.setWriteSet(written)
  return { config, update }
}

function newTimeout(before: common.Config, timeout = '2s'): Change {
  return changeOf(before, (channel) => {
    const value = valueOf(timeout)
    value.setVersion(1)
    channel.getGroupsMap().get('Application')!.getValuesMap().set('Timeout', value)
  })
}

function newAnchor(before: common.Config, mspId: string): Change {
  const change = (channel: common.ConfigGroup): void => {
    const value = valueOf('second')
    value.setVersion(1)
    channel.getGroupsMap().get('Application')!.getGroupsMap().get(mspId)!.getValuesMap().set('AnchorPeers', value)
  }
  return changeOf(before, change, [mspId])
}

function withoutMember(before: common.Config, mspId: string): Change {
  const { config, update } = changeOf(before, () => undefined)
  application(config).setVersion(1)
  application(config).getGroupsMap().del(mspId)
  const kept = application(before).clone()
  kept.getGroupsMap().del(mspId)
  update.getReadSet()!.getGroupsMap().set('Application', kept)
  const written = kept.clone()
  written.setVersion(1)
  update.getWriteSet()!.getGroupsMap().set('Application', written)
  return { config, update }
}

function application(config: common.Config): common.ConfigGroup {
  return config.getChannelGroup()!.getGroupsMap().get('Application')!
}

function timeoutIn(channel: common.ConfigGroup): common.ConfigValue {
  return channel.getGroupsMap().get('Application')!.getValuesMap().get('Timeout')!
}

function envelopeOf(
  config: common.Config,
  update?: common.ConfigUpdate,
  by: readonly (readonly [string, Credentials])[] = [],
): Uint8Array {
  const envelope = new common.ConfigEnvelope()
  envelope.setConfig(config)
  if (update !== undefined) {
    const bytes = update.serializeBinary()
    const signed = new common.ConfigUpdateEnvelope()
    signed.setConfigUpdate(bytes)
    signed.setSignaturesList(by.map(([mspId, credentials]) => signatureOf(bytes, mspId, credentials)))
    const payload = new common.Payload()
    payload.setData(signed.serializeBinary())
    const last = new common.Envelope()
    last.setPayload(payload.serializeBinary())
    envelope.setLastUpdate(last)
  }
  return envelope.serializeBinary()
}

function signatureOf(
  update: Uint8Array,
  mspId: string,
  { certificate, privateKey }: Credentials,
): common.ConfigSignature {
  const header = new common.SignatureHeader()
  header.setCreator(serializeIdentity(mspId, certificate))
  const bytes = header.serializeBinary()
  const signature = new common.ConfigSignature()
  signature.setSignatureHeader(bytes)
  signature.setSignature(sign('sha256', Buffer.concat([bytes, update]), privateKey))
  return signature
}
