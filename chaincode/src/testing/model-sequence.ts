import {
  authorityAsOf,
  authorityKey,
  certificateOfKey,
  deliveryStateOf,
  gapOf,
  isAuthorityName,
  keyAsOf,
  parseAuthority,
  parseDestination,
  parseRegisteredCertificate,
  parseRetention,
  parseStatus,
  partsOfKey,
  unusedOf,
} from '@eco/domain'
import type {
  AuthorityRecord,
  CertificateId,
  CertificateRecord,
  CertificateStatus,
  Gap,
  MemberCode,
  RecordKind,
  RegisteredCertificate,
} from '@eco/domain'

/** A certificate in the sequence of its pair, which is that of the registrations on the ledger. */
export interface Sequenced {
  readonly id: CertificateId
  readonly issuingMember: MemberCode
  /** The importing member of today. */
  readonly importingMember: MemberCode
  readonly isPurged: boolean
  /** How both sides list it; undefined where nothing is missing. */
  readonly gap: Gap | undefined
}

interface Write {
  readonly id: CertificateId
  readonly parts: readonly string[]
  readonly text: string
  readonly time: string
}

/** What the writes of a ledger say in their order, read without any model; what they break is told as a fault. */
export class Sequence {
  readonly #faults: string[] = []
  readonly #authorities = new Map<string, AuthorityRecord>()
  readonly #registered = new Map<CertificateId, RegisteredCertificate>()
  readonly #statuses = new Map<CertificateId, CertificateStatus>()
  readonly #destinations = new Map<CertificateId, MemberCode>()
  readonly #deliveries = new Map<CertificateId, string>()
  readonly #purged = new Set<string>()
  readonly #readers: Partial<Record<RecordKind, (write: Write) => void>> = {
    certificate: (write) => {
      this.#register(write)
    },
    status: (write) => {
      this.#change(write)
    },
    delivery: ({ id, text }) => this.#deliveries.set(id, text),
    retention: (write) => {
      this.#retain(write)
    },
  }

  /** Reads what a transaction of this time wrote under a key. */
  read(key: string, text: string, time: string): void {
    const { kind, parts = [] } = partsOfKey(key) ?? {}
    const id = certificateOfKey(key)
    if (kind === 'authority' && isAuthorityName(parts)) this.#authorities.set(key, parseAuthority(text))
    if (kind !== undefined && id !== undefined) this.#readers[kind]?.({ id, parts, text, time })
  }

  /** Every certificate, in the order of the registrations. */
  certificates(): readonly Sequenced[] {
    return [...this.#registered].map(([id, { issuingMember, importingMember: registered }]) => {
      const importingMember = this.#destinations.get(id) ?? registered
      const isPurged = this.#purged.has(`${id} ${importingMember}`)
      const gap = gapOf(deliveryStateOf(this.#deliveries.get(id), importingMember), isPurged)
      return { id, issuingMember, importingMember, isPurged, gap }
    })
  }

  /** Which invariants are broken, in words. */
  faults(): readonly string[] {
    return [...this.#faults, ...this.#oneSided()]
  }

  #register({ id, text, time }: Write): void {
    const registered = parseRegisteredCertificate(id, text)
    const { issuingMember, authority: name, keyId, issueDate } = registered
    const authority = this.#authorities.get(authorityKey(issuingMember, name))
    const key = authority?.keys.find(({ thumbprint }) => thumbprint === keyId)
    const state = authority && authorityAsOf(authority, time)
    const standing = key && keyAsOf(key, issueDate, time)
    if (state !== 'active') this.#faults.push(`${id} was issued by an authority that was ${state ?? 'unknown'}`)
    if (standing !== 'valid') this.#faults.push(`${id} was sealed with a key that was ${standing ?? 'unknown'}`)
    if (this.#registered.has(id)) this.#faults.push(`${id} was registered twice`)
    this.#registered.set(id, registered)
  }

  #change({ id, parts, text }: Write): void {
    const [, part] = parts
    if (part === 'copies') return
    if (part === 'to') {
      this.#destinations.set(id, parseDestination(text).importingMember)
      return
    }
    const [before, after] = [this.#statuses.get(id), parseStatus(text)]
    const [was, is] = [before?.document ?? 'issued', after.document]
    if (was !== 'issued' && was !== is) this.#faults.push(`${id} was ${was} and became ${is}`)
    if (before?.acquitted === true && !after.acquitted) this.#faults.push(`${id} was acquitted and is no more`)
    this.#statuses.set(id, after)
  }

  #retain({ id, parts: [, other = ''], text }: Write): void {
    const name = `${id} ${other}`
    const isPurged = parseRetention(text).purge !== null
    if (this.#purged.has(name) && !isPurged) this.#faults.push(`${name} was purged and is no more`)
    if (isPurged) this.#purged.add(name)
  }

  /** Links of which only one of the two certificates knows. */
  #oneSided(): readonly string[] {
    const forth = [...this.#registered].flatMap(([id, { replaces }]) =>
      replaces === null || this.#statuses.get(replaces.id)?.replacedBy === id
        ? []
        : [`${id} replaces ${replaces.id}, which does not say so`],
    )
    const back = [...this.#statuses].flatMap(([id, { document, replacedBy }]) => {
      const successor = replacedBy === null ? undefined : this.#registered.get(replacedBy)
      const agrees = document === 'replaced' ? successor?.replaces?.id === id : replacedBy === null
      return agrees ? [] : [`${id} is ${document} and names ${replacedBy ?? 'none'} as its successor`]
    })
    return [...forth, ...back]
  }
}

/** What is wrong with the accounts of a certificate: whatever happens, they give out what was issued and no more. */
export function accountFaults({ id, items, states }: CertificateRecord): readonly string[] {
  return items.flatMap((item) => {
    const parts = [item.reserved, item.used, item.drawn, item.refused, item.cancelled].map(BigInt)
    const sum = parts.reduce((one, other) => one + other)
    const isExact =
      sum + unusedOf(item) === BigInt(item.issued) && [...parts, unusedOf(item)].every((part) => part >= 0n)
    const isClosed = states.document === 'issued' || unusedOf(item) === 0n
    return isExact && isClosed ? [] : [`${id}: item ${item.seq} gives out ${sum} of ${item.issued}`]
  })
}
