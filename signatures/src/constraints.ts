import { AsnConvert } from '@peculiar/asn1-schema'
import * as asn1 from '@peculiar/asn1-x509'
import type { Extension } from '@peculiar/asn1-x509'

/** What a certificate allows its key, by its extensions (RFC 5280, 4.2). */
export interface Constraints {
  /** It is no certificate authority, and its key may sign documents. */
  readonly mayOnlySign: boolean
  /** It is a certificate authority, and its key may sign certificates. */
  readonly mayCertify: boolean
  /** How many certificate authorities may stand between it and the end. */
  readonly pathLength: number
}

// Extensions that may be critical: those judged here, and names and policies, of which nothing is asked.
const UNDERSTOOD = new Set<string>([
  asn1.id_ce_basicConstraints,
  asn1.id_ce_keyUsage,
  asn1.id_ce_extKeyUsage,
  asn1.id_ce_subjectAltName,
  asn1.id_ce_certificatePolicies,
])

// Any use, and signing documents as RFC 9336, Microsoft and Adobe name it.
const DOCUMENT_USES = ['2.5.29.37.0', '1.3.6.1.5.5.7.3.36', '1.3.6.1.4.1.311.10.3.12', '1.2.840.113583.1.1.5']

/** Reads the constraints in extensions; undefined if one stands twice, or is critical and not understood. */
export function readConstraints(extensions: readonly Extension[]): Constraints | undefined {
  if (new Set(extensions.map(({ extnID }) => extnID)).size < extensions.length) return undefined
  if (!extensions.every(isUnderstood)) return undefined
  const basic = read(extensions, asn1.id_ce_basicConstraints, asn1.BasicConstraints)
  const usage = read(extensions, asn1.id_ce_keyUsage, asn1.KeyUsage)?.toNumber()
  const may = (flags: number): boolean => usage === undefined || (usage & flags) !== 0
  const isAuthority = basic?.cA === true
  return {
    mayOnlySign: !isAuthority && may(asn1.KeyUsageFlags.digitalSignature | asn1.KeyUsageFlags.nonRepudiation),
    mayCertify: isAuthority && may(asn1.KeyUsageFlags.keyCertSign),
    pathLength: basic?.pathLenConstraint ?? Infinity,
  }
}

// An extended key usage that is critical keeps its key to those uses: a key for time stamps signs no documents.
function isUnderstood({ critical, extnID, extnValue }: Extension): boolean {
  if (!critical) return true
  if (extnID !== asn1.id_ce_extKeyUsage) return UNDERSTOOD.has(extnID)
  return AsnConvert.parse(extnValue, asn1.ExtendedKeyUsage).some((use) => DOCUMENT_USES.includes(use))
}

function read<T>(extensions: readonly Extension[], id: string, type: new () => T): T | undefined {
  const found = extensions.find(({ extnID }) => extnID === id)
  return found && AsnConvert.parse(found.extnValue, type)
}
