import { X509Certificate } from 'node:crypto'
import { msp } from '@hyperledger/fabric-protos'
import { AsnConvert } from '@peculiar/asn1-schema'
import { Certificate } from '@peculiar/asn1-x509'
import { AUTHORITY_ATTRIBUTE, MEMBERS, OBSERVER, ROLE_ATTRIBUTE, roleNamed } from '@eco/domain'
import type { Caller, OrganisationCode } from '@eco/domain'

/** Who signed something: an MSP's name and a certificate that claims to be of it; nothing is checked yet. */
export interface LedgerIdentity {
  readonly mspId: string
  readonly certificate: X509Certificate
  /** The organisational units in the subject: by these Fabric tells clients, peers, admins and orderers apart. */
  readonly units: readonly string[]
  /** The attributes that the member's certificate authority put into it. */
  readonly attributes: Readonly<Record<string, string>>
}

/** Reads `msp.SerializedIdentity`. @throws Error if it is none. */
export function readIdentity(serialized: Uint8Array): LedgerIdentity {
  const name = Buffer.from(serialized.buffer, serialized.byteOffset, serialized.byteLength).toString('latin1')
  const known = KNOWN.get(name)
  if (known !== undefined) return known
  const message = msp.SerializedIdentity.deserializeBinary(serialized)
  const identity = identityOf(message.getMspid(), message.getIdBytes_asU8())
  if (KNOWN.size >= KNOWN_MOST) KNOWN.clear()
  KNOWN.set(name, identity)
  return identity
}

/** The identity behind an MSP's name and a certificate in PEM. */
export function identityOf(mspId: string, pem: Uint8Array): LedgerIdentity {
  const certificate = new X509Certificate(pem)
  const { tbsCertificate } = AsnConvert.parse(certificate.raw, Certificate)
  const units = tbsCertificate.subject
    .flatMap((names) => [...names])
    .filter(({ type }) => type === ORGANISATIONAL_UNIT)
    .map(({ value }) => value.toString())
  const extension = tbsCertificate.extensions?.find(({ extnID }) => extnID === ATTRIBUTES)
  return { mspId, certificate, units, attributes: attributesOf(extension?.extnValue.buffer) }
}

/** As whom the contract sees an identity; undefined if it is of no organisation of the network. */
export function callerOf({ mspId, attributes }: LedgerIdentity): Caller | undefined {
  const organisation = organisationOf(mspId)
  return (
    organisation && {
      organisation,
      role: roleNamed(attributes[ROLE_ATTRIBUTE]),
      authority: attributes[AUTHORITY_ATTRIBUTE],
    }
  )
}

/** The organisation with this MSP. */
export function organisationOf(mspId: string): OrganisationCode | undefined {
  return [...MEMBERS, OBSERVER].find((organisation) => organisation.mspId === mspId)?.code
}

const ORGANISATIONAL_UNIT = '2.5.4.11'
/** Where Fabric's certificate authorities put attributes. */
const ATTRIBUTES = '1.2.3.4.5.6.7.8.1'

/** Whoever writes often has one certificate; whoever writes with thousands must not fill the memory. */
const KNOWN_MOST = 10_000
const KNOWN = new Map<string, LedgerIdentity>()

function attributesOf(bytes: ArrayBuffer | undefined): Readonly<Record<string, string>> {
  if (bytes === undefined) return {}
  const { attrs = {} } = JSON.parse(Buffer.from(bytes).toString('utf8')) as { attrs?: Record<string, string> }
  return attrs
}
