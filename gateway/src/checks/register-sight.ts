import type {
  AgreementProfile,
  CertificateId,
  CertificateReference,
  Check,
  IsoDate,
  MemberCode,
  OrganisationCode,
  RegisteredIssue,
} from '@eco/domain'
import { isObject, loadMember, MEMBERS, profileOf, registerTrustChecks, settleCompromise } from '@eco/domain'
import type { Store, StoredCertificate } from '../read-model/store'

/** What is asked of the registers: a certificate, and the dataset of its document where that was presented. */
export interface Sought {
  readonly id: CertificateId
  readonly reference: CertificateReference
  readonly dataset: unknown
}

/** What the registers say of a certificate, its agreement, its authority and its member. */
export interface RegisterSight {
  readonly stored: StoredCertificate | undefined
  /** The rules of the version that it names, as its parties approved them; undefined where nobody knows any. */
  readonly profile: AgreementProfile | undefined
  /** The authority and its key as of the registration, and whether the member that asks recognises it. */
  readonly trust: readonly Check[]
  /** Since which day its issuing member registers every certificate; null if it does not say so. */
  readonly registersEverythingSince: IsoDate | null
}

/** Looks a certificate up in the own read model, for the member that asks. */
export async function lookUp(store: Store, sought: Sought, asking: OrganisationCode): Promise<RegisterSight> {
  const reader = store.reader()
  const stored = store.certificate(sought.id)
  const named = agreementOf(sought.dataset) ?? stored?.record
  const member = await loadMember(reader, sought.reference.issuingMember)
  return {
    stored,
    profile: named && (await profileOf(reader, named)),
    trust: stored === undefined ? [] : await registerTrustChecks(reader, issueOf(stored), memberOf(asking)),
    registersEverythingSince: member?.registersEverythingSince ?? null,
  }
}

/** What came of looking at a document by itself, settled and completed by what the registers say of its authority. */
export function withTrust(authenticity: readonly Check[], trust: readonly Check[]): readonly Check[] {
  const settled = settleCompromise(authenticity, trust)
  return [...settled, ...trust.filter(({ code }) => !settled.some((known) => known.code === code))]
}

function issueOf({ record }: StoredCertificate): RegisteredIssue {
  const { issuingMember: member, authority, agreement, issueDate, keyId, registration } = record
  return { member, authority, agreement, issueDate, keyId, registeredAt: registration.registeredAt }
}

function agreementOf(dataset: unknown): { readonly agreement: string; readonly agreementVersion: string } | undefined {
  if (!isObject(dataset) || !isObject(dataset.agreement)) return undefined
  const { code, version } = dataset.agreement
  return typeof code === 'string' && typeof version === 'string'
    ? { agreement: code, agreementVersion: version }
    : undefined
}

function memberOf(organisation: OrganisationCode): MemberCode | undefined {
  return MEMBERS.find(({ code }) => code === organisation)?.code
}
