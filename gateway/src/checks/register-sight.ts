import type {
  AgreementProfile,
  Ancestor,
  CertificateId,
  CertificateReference,
  Check,
  IsoDate,
  OrganisationCode,
  RegisteredIssue,
} from '@eco/domain'
import {
  ancestryOf,
  exporterChecks,
  isObject,
  loadMember,
  memberNamed,
  profileOf,
  registerTrustChecks,
  settleCompromise,
} from '@eco/domain'
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
  /** What the certificate comes from, as it stands now. */
  readonly ancestors: readonly Ancestor[]
  /** The rules of the version that it names, as its parties approved them; undefined where nobody knows any. */
  readonly profile: AgreementProfile | undefined
  /** The authority, its key and the exporter as of the registration, and whether the member that asks recognises it. */
  readonly trust: readonly Check[]
  /** Since which day its issuing member registers every certificate; null if it does not say so. */
  readonly registersEverythingSince: IsoDate | null
}

/** What is seen where a document does not say readably which certificate it is. */
export const NOTHING_SOUGHT: RegisterSight = {
  stored: undefined,
  ancestors: [],
  profile: undefined,
  trust: [],
  registersEverythingSince: null,
}

/** Who asks, and when. */
export interface Asking {
  readonly organisation: OrganisationCode
  readonly now: Date
}

/** Looks a certificate up in the own read model, for the member that asks. */
export async function lookUp(store: Store, sought: Sought, { organisation, now }: Asking): Promise<RegisterSight> {
  const { dataset, reference } = sought
  const reader = store.reader()
  const stored = store.certificate(sought.id)
  const named = agreementOf(dataset) ?? stored?.record
  const profile = named && (await profileOf(reader, named))
  const { issuingMember: member } = reference
  const time = stored?.record.registration.registeredAt ?? now.toISOString()
  const exporter = await exporterChecks(reader, { dataset, member, profile, time })
  const trust =
    stored === undefined ? [] : await registerTrustChecks(reader, issueOf(stored), memberNamed(organisation))
  const { registersEverythingSince = null } = (await loadMember(reader, member)) ?? {}
  const ancestors = await ancestryOf(reader, sought.id)
  return { stored, ancestors, profile, trust: [...trust, ...exporter], registersEverythingSince }
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
