import type { IndexedTrust, MemberCode, OrganisationCode, TrustSnapshot } from '@eco/domain'
import { memberNamed, readTrust, trustSnapshotOf } from '@eco/domain'
import { nodeCryptography } from '@eco/signatures'
import type { Store } from '../read-model/store'

const KINDS = ['authority', 'recognition', 'agreement'] as const

/**
 * Whose signatures count, as the registers say it in the own read model. What the registers do not hold comes from the
 * gateway's own file: authorities that their members have not declared yet, and certificate authorities.
 */
export class RegisterTrust {
  readonly #store: Pick<Store, 'records' | 'extent'>
  readonly #file: TrustSnapshot
  readonly #member: MemberCode | undefined
  readonly #clock: () => Date
  #known: { readonly name: string; readonly trust: IndexedTrust } | undefined

  constructor(
    store: Pick<Store, 'records' | 'extent'>,
    file: IndexedTrust,
    member: OrganisationCode,
    clock: () => Date,
  ) {
    this.#store = store
    this.#file = file.snapshot
    this.#member = memberNamed(member)
    this.#clock = clock
  }

  /** The trust as of now; read again only when a record or the day has changed. */
  current(): IndexedTrust {
    const asOf = this.#clock().toISOString()
    const name = `${asOf.slice(0, 10)} ${this.#extents()}`
    if (this.#known?.name === name) return this.#known.trust
    const records = KINDS.flatMap((kind) => this.#store.records(kind))
    const trust = readTrust(this.#merged(trustSnapshotOf(records, { asOf, member: this.#member })), nodeCryptography())
    this.#known = { name, trust }
    return trust
  }

  // Asked for at every check, so the records themselves are not read for it.
  #extents(): string {
    return KINDS.map((kind) => this.#store.extent(kind))
      .map(({ records, block }) => `${records} ${block}`)
      .join()
  }

  #merged(register: TrustSnapshot): TrustSnapshot {
    const declared = new Set(register.authorities.map(({ member, id }) => `${member} ${id}`))
    const keys = new Set(
      register.authorities.flatMap((authority) => authority.keys.map(({ thumbprint }) => thumbprint)),
    )
    const undeclared = this.#file.authorities.filter(
      (authority) =>
        !declared.has(`${authority.member} ${authority.id}`) &&
        !authority.keys.some(({ thumbprint }) => keys.has(thumbprint)),
    )
    return {
      asOf: register.asOf,
      authorities: [...register.authorities, ...undeclared],
      anchors: [...register.anchors, ...this.#file.anchors],
      profiles: register.profiles.length > 0 ? register.profiles : this.#file.profiles,
    }
  }
}
