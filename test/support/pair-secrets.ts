import { createPrivateKey, createPublicKey, diffieHellman } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { CertificateIdKey, MEMBERS, thumbprintOf } from '@eco/domain'
import type { KeyHolder, MemberCode } from '@eco/domain'
import type { PublishedKey } from './curious-member'
import type { TestNetwork } from './test-network'

type Pair = readonly [KeyHolder, KeyHolder]

/** The key-agreement key that only this member's gateway has. */
export async function ownAgreementKey({ network }: TestNetwork, member: MemberCode): Promise<KeyObject> {
  return createPrivateKey(await readFile(network.layout.keys(member).keyAgreement))
}

/** The secrets that a member has with each other one. */
export function ownSecrets(
  member: MemberCode,
  privateKey: KeyObject,
  published: readonly PublishedKey[],
): readonly CertificateIdKey[] {
  const own = published.filter((key) => key.member === member)
  return own.flatMap((mine) =>
    others(published, member).map((theirs) =>
      CertificateIdKey.derive(agree(privateKey, theirs), [holderOf(mine), holderOf(theirs)]),
    ),
  )
}

/**
 * The secrets that a member could take for those of two others: whatever it can agree on with anybody, and what lies open
 * in the register, each as if it were the secret of every two members.
 */
export function triedSecrets(
  member: MemberCode,
  privateKey: KeyObject,
  published: readonly PublishedKey[],
): readonly CertificateIdKey[] {
  const open = published.map(({ publicJwk }) => Buffer.from(publicJwk.x, 'base64url'))
  const agreed = [...others(published, member).map((theirs) => agree(privateKey, theirs)), ...open, Buffer.alloc(32)]
  return pairsOf(published).flatMap((pair) => agreed.map((secret) => CertificateIdKey.derive(secret, pair)))
}

function others(published: readonly PublishedKey[], member: MemberCode): readonly PublishedKey[] {
  return published.filter((key) => key.member !== member)
}

function agree(privateKey: KeyObject, { publicJwk }: PublishedKey): Buffer {
  return diffieHellman({ privateKey, publicKey: createPublicKey({ key: { ...publicJwk }, format: 'jwk' }) })
}

function holderOf({ member, publicJwk }: PublishedKey): KeyHolder {
  return { member, thumbprint: thumbprintOf(publicJwk) }
}

function pairsOf(published: readonly PublishedKey[]): readonly Pair[] {
  const holders = published.map(holderOf)
  const order = MEMBERS.map(({ code }) => code)
  return holders.flatMap((one) =>
    holders
      .filter((other) => order.indexOf(other.member) > order.indexOf(one.member))
      .map((other): Pair => [one, other]),
  )
}
