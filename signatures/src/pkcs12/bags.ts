import { EncryptedContentInfo } from '@peculiar/asn1-cms'
import type { ContentInfo } from '@peculiar/asn1-cms'
import * as pfx from '@peculiar/asn1-pfx'
import type { PKCS12Attribute, SafeBag } from '@peculiar/asn1-pfx'
import { EncryptedPrivateKeyInfo } from '@peculiar/asn1-pkcs8'
import { AsnProp, AsnPropTypes, OctetString } from '@peculiar/asn1-schema'
import { KeyProblem } from '../key-problem'
import { parseDer, unreadable } from './der'
import { decrypt } from './pbes2'

const ID_DATA = '1.2.840.113549.1.7.1'
const ID_ENCRYPTED_DATA = '1.2.840.113549.1.7.6'
const ID_FRIENDLY_NAME = '1.2.840.113549.1.9.20'
const PARTS_MOST = 8
const BMP_STRING = 0x1e
const NAME_CHARACTERS = 64

// RFC 5652, 8.
class EncryptedData {
  version = 0
  encryptedContentInfo = new EncryptedContentInfo()
}
AsnProp({ type: AsnPropTypes.Integer })(EncryptedData.prototype, 'version')
AsnProp({ type: EncryptedContentInfo })(EncryptedData.prototype, 'encryptedContentInfo')

/** The entries of a file, the passphrase's own encryption of its parts removed. */
export async function readBags(content: Uint8Array, passphrase: string): Promise<readonly SafeBag[]> {
  const parts = parseDer(content, pfx.AuthenticatedSafe)
  if (parts.length > PARTS_MOST) throw new KeyProblem('LIMIT_EXCEEDED', `A file has at most ${PARTS_MOST} parts.`)
  const bags: SafeBag[] = []
  for (const part of parts) bags.push(...parseDer(await openPart(part, passphrase), pfx.SafeContents))
  return bags
}

/** The content of a part that is not encrypted. */
export function dataOf({ contentType, content }: ContentInfo): Buffer {
  if (contentType !== ID_DATA) {
    throw new KeyProblem('KEY_NOT_SUPPORTED', 'The file is protected by certificates and not by a passphrase.')
  }
  return Buffer.from(parseDer(content, OctetString).buffer)
}

async function openPart(part: ContentInfo, passphrase: string): Promise<Buffer> {
  if (part.contentType !== ID_ENCRYPTED_DATA) return dataOf(part)
  const { encryptedContentInfo } = parseDer(part.content, EncryptedData)
  const { contentEncryptionAlgorithm, encryptedContent } = encryptedContentInfo
  if (encryptedContent?.value === undefined) throw unreadable()
  return decrypt(contentEncryptionAlgorithm, encryptedContent.value.buffer, passphrase)
}

/** Whether an entry is a private key, encrypted by itself or not. */
export function isKey({ bagId }: SafeBag): boolean {
  return bagId === pfx.id_pkcs8ShroudedKeyBag || bagId === pfx.id_keyBag
}

/** The private key (PKCS #8, DER) in the entry of one. */
export async function keyOf({ bagId, bagValue }: SafeBag, passphrase: string): Promise<Buffer> {
  if (bagId === pfx.id_keyBag) return Buffer.from(bagValue)
  const { encryptionAlgorithm, encryptedData } = parseDer(bagValue, EncryptedPrivateKeyInfo)
  return decrypt(encryptionAlgorithm, encryptedData.buffer, passphrase)
}

/** The certificate (DER) in an entry; undefined for an entry of another kind. */
export function certificateOf({ bagId, bagValue }: SafeBag): Buffer | undefined {
  if (bagId !== pfx.id_certBag) return undefined
  const { certId, certValue } = parseDer(bagValue, pfx.CertBag)
  return certId === pfx.id_x509Certificate ? Buffer.from(parseDer(certValue, OctetString).buffer) : undefined
}

/** What people call an entry; undefined if they call it nothing. */
export function friendlyNameOf({ bagAttributes = [] }: SafeBag): string | undefined {
  const value = bagAttributes.find(isFriendlyName)?.attrValues[0]
  if (value === undefined) return undefined
  const der = Buffer.from(value)
  const header = (der[1] ?? 0) < 0x80 ? 2 : 2 + ((der[1] ?? 0) & 0x7f)
  const text = der.subarray(header)
  if (der[0] !== BMP_STRING || text.length % 2 !== 0) return undefined
  const name = text.swap16().toString('utf16le')
  return name.replace(/[^\p{L}\p{N}\p{P}\p{Zs}\p{S}]/gu, '?').slice(0, NAME_CHARACTERS)
}

function isFriendlyName({ attrId }: PKCS12Attribute): boolean {
  return attrId === ID_FRIENDLY_NAME
}
