import { createPrivateKey, createPublicKey, diffieHellman } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { MemberCode, PublicJwk } from '@eco/domain'
import { CertificateIdKey, memberKey, parseMember, parsePublicJwk, thumbprintOf } from '@eco/domain'
import type { Store } from '../read-model/store'

interface PublishedKey {
  readonly publicJwk: PublicJwk
  readonly thumbprint: string
}

/**
 * The secrets that this member shares with each other one, from the keys that both published in the register. A secret is
 * kept for as long as the gateway runs; it is never written anywhere.
 */
export class AgreedKeys {
  readonly #store: Pick<Store, 'record'>
  readonly #member: string
  /** By the thumbprint of the public half. */
  readonly #held: ReadonlyMap<string, KeyObject>
  readonly #read = new Map<string, { readonly text: string; readonly keys: readonly PublishedKey[] }>()
  readonly #derived = new Map<string, CertificateIdKey | undefined>()

  private constructor(store: Pick<Store, 'record'>, member: string, held: ReadonlyMap<string, KeyObject>) {
    this.#store = store
    this.#member = member
    this.#held = held
  }

  /** Opens the private keys of a member, current and former ones, from PEM files; their order says nothing. */
  static async open(store: Pick<Store, 'record'>, member: string, files: readonly string[]): Promise<AgreedKeys> {
    return new AgreedKeys(store, member, new Map(await Promise.all(files.map(readKey))))
  }

  /** The secret for new certificates between this member and another; undefined if a key of one of them is missing. */
  current(other: MemberCode): CertificateIdKey | undefined {
    const [own] = this.#published(this.#member)
    const [theirs] = this.#published(other)
    return own === undefined || theirs === undefined ? undefined : this.#agree(own, other, theirs)
  }

  /** Every secret that this member ever shared with another, the newest first, as far as this gateway has the keys. */
  all(other: MemberCode): readonly CertificateIdKey[] {
    const theirs = this.#published(other)
    // Whose new key came first cannot be told from the times of two members, so that all pairs are made.
    return this.#published(this.#member).flatMap((own) =>
      theirs.flatMap((their) => this.#agree(own, other, their) ?? []),
    )
  }

  /** True if the gateway has the private half of every key that its member published, and there is one. */
  isComplete(): boolean {
    const own = this.#published(this.#member)
    return own.length > 0 && own.every(({ thumbprint }) => this.#held.has(thumbprint))
  }

  /** What a member published, the newest first. */
  #published(member: string): readonly PublishedKey[] {
    const text = this.#store.record(memberKey(member as MemberCode))?.text
    if (text === undefined) return []
    const known = this.#read.get(member)
    if (known?.text === text) return known.keys
    const keys = parseMember(text)
      .keyAgreements.map(({ publicJwk }) => ({ publicJwk, thumbprint: thumbprintOf(publicJwk) }))
      .reverse()
    this.#read.set(member, { text, keys })
    return keys
  }

  #agree(own: PublishedKey, other: MemberCode, theirs: PublishedKey): CertificateIdKey | undefined {
    const name = [own.thumbprint, other, theirs.thumbprint].join(' ')
    if (!this.#derived.has(name)) this.#derived.set(name, this.#derive(own, other, theirs))
    return this.#derived.get(name)
  }

  #derive(own: PublishedKey, other: MemberCode, theirs: PublishedKey): CertificateIdKey | undefined {
    const privateKey = this.#held.get(own.thumbprint)
    const publicKey = pointOf(theirs.publicJwk)
    if (privateKey === undefined || publicKey === undefined) return undefined
    return CertificateIdKey.derive(diffieHellman({ privateKey, publicKey }), [
      { member: this.#member as MemberCode, thumbprint: own.thumbprint },
      { member: other, thumbprint: theirs.thumbprint },
    ])
  }
}

// The register takes any two coordinates; what is no point of the curve agrees on nothing.
function pointOf(jwk: PublicJwk): KeyObject | undefined {
  try {
    return createPublicKey({ key: { ...jwk }, format: 'jwk' })
  } catch {
    return undefined
  }
}

async function readKey(file: string): Promise<readonly [string, KeyObject]> {
  const privateKey = privateKeyOf(file, await readFile(file, 'utf8'))
  const publicJwk = parsePublicJwk(createPublicKey(privateKey).export({ format: 'jwk' }), file)
  return [thumbprintOf(publicJwk), privateKey]
}

// What is wrong with a private key must not be told with the key.
function privateKeyOf(file: string, pem: string): KeyObject {
  try {
    return createPrivateKey(pem)
  } catch {
    throw new Error(`${file}: must hold a private key on P-256 in PEM`)
  }
}
