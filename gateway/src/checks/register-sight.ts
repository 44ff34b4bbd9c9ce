import type {
  AgreementProfile,
  Ancestor,
  CapabilityMode,
  CertificateId,
  CertificateReference,
  Check,
  DocumentHash,
  Entitlement,
  IsoDate,
  OrganisationCode,
} from '@eco/domain'
import {
  ancestryOf,
  check,
  exporterChecks,
  isObject,
  loadMember,
  memberNamed,
  modeOf,
  profileOf,
  registeredIssueOf,
  registerTrustChecks,
} from '@eco/domain'
import type { CertificateIds, FoundCertificate } from '../certificates/certificate-ids'
import { entitlementOf } from '../read-model/entitlement'
import type { Store, StoredCertificate } from '../read-model/store'

/** What is asked of the registers: a certificate, and the dataset of its document where that was presented. */
export interface Sought {
  /** What its document says; undefined where there is none, and only its number or the hash can lead to it. */
  readonly id: CertificateId | undefined
  readonly reference: CertificateReference
  readonly documentHash?: DocumentHash | undefined
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
  /** How its importing member takes certificates of its agreement today; undefined where it has not said so. */
  readonly importMode: CapabilityMode | undefined
  /** Whether it may be a certificate of two other members, which nobody else finds by its number. */
  readonly mayBeOfOthers: boolean
  /** Since which day its issuing member registers every certificate; null if it does not say so. */
  readonly registersEverythingSince: IsoDate | null
  /** What the rules, run again, would not have allowed of it; undefined where it is not registered. */
  readonly entitlement: Entitlement | undefined
}

/** What is seen where a document does not say readably which certificate it is. */
export const NOTHING_SOUGHT: RegisterSight = {
  stored: undefined,
  ancestors: [],
  profile: undefined,
  trust: [],
  importMode: undefined,
  mayBeOfOthers: false,
  registersEverythingSince: null,
  entitlement: undefined,
}

/** Who asks, and when. */
export interface Asking {
  readonly organisation: OrganisationCode
  readonly now: Date
}

/** Where a certificate is looked up. */
export interface Places {
  readonly store: Store
  readonly ids: Pick<CertificateIds, 'find' | 'isMisnamed' | 'knowsAllOf'>
}

/** Looks a certificate up in the own read model, for the member that asks. */
export async function lookUp(places: Places, sought: Sought, { organisation, now }: Asking): Promise<RegisterSight> {
  const { dataset, reference } = sought
  const reader = places.store.reader()
  const { stored, mayBeOfOthers, numberChecks } = findCertificate(places, sought)
  const named = agreementOf(dataset) ?? stored?.record
  const profile = named && (await profileOf(reader, named))
  const { issuingMember: member } = reference
  const time = stored?.record.registration.registeredAt ?? now.toISOString()
  const exporter = await exporterChecks(reader, { dataset, member, profile, time })
  const { registersEverythingSince = null } = (await loadMember(reader, member)) ?? {}
  const { trust, ...registered } = await registeredSight(places.store, stored, { organisation, now })
  return {
    ...{ stored, profile, mayBeOfOthers, registersEverythingSince, ...registered },
    trust: [...trust, ...exporter, ...numberChecks],
  }
}

async function registeredSight(
  store: Store,
  stored: StoredCertificate | undefined,
  { organisation, now }: Asking,
): Promise<Pick<RegisterSight, 'ancestors' | 'entitlement' | 'importMode' | 'trust'>> {
  if (stored === undefined) return { ancestors: [], entitlement: undefined, importMode: undefined, trust: [] }
  const reader = store.reader()
  const { agreement, importingMember } = stored.record
  const day = now.toISOString().slice(0, 10)
  const ancestors = await ancestryOf(reader, stored.record.id)
  return {
    importMode: await modeOf(reader, importingMember, { agreement, direction: 'import', day }),
    ancestors,
    entitlement: entitlementOf(
      store,
      stored.record,
      ancestors.map(({ id }) => id),
    ),
    trust: await registerTrustChecks(reader, registeredIssueOf(stored.record), memberNamed(organisation)),
  }
}

interface Looked extends Pick<RegisterSight, 'stored' | 'mayBeOfOthers'> {
  readonly numberChecks: readonly Check[]
}

function findCertificate({ store, ids }: Places, { id, reference, documentHash }: Sought): Looked {
  if (id !== undefined) {
    const stored = store.certificate(id)
    return { stored, mayBeOfOthers: false, numberChecks: numberChecks(ids, reference, stored && { stored }) }
  }
  const found = ids.find(reference, documentHash)
  const mayBeOfOthers = found === undefined && !ids.knowsAllOf(reference.issuingMember)
  return { stored: found?.stored, mayBeOfOthers, numberChecks: numberChecks(ids, reference, found) }
}

function numberChecks(
  ids: Places['ids'],
  reference: CertificateReference,
  found: (Partial<Pick<FoundCertificate, 'by'>> & Pick<FoundCertificate, 'stored'>) | undefined,
): readonly Check[] {
  if (found === undefined) return []
  if (ids.isMisnamed(reference, found.stored.record)) return [check('claims', 'unknown', 'ID_NOT_OF_NUMBER')]
  return found.by === 'hash' ? [check('claims', 'unknown', 'NUMBER_NOT_COMPARABLE')] : []
}

function agreementOf(dataset: unknown): { readonly agreement: string; readonly agreementVersion: string } | undefined {
  if (!isObject(dataset) || !isObject(dataset.agreement)) return undefined
  const { code, version } = dataset.agreement
  return typeof code === 'string' && typeof version === 'string'
    ? { agreement: code, agreementVersion: version }
    : undefined
}
