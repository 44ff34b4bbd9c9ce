import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger'
import type { CertificateRecord } from '@eco/domain'
import {
  CERTIFICATE_TYPES,
  CHANGE_REASONS,
  DELIVERY_STATES,
  DOCUMENT_FORMATS,
  DOCUMENT_STATES,
  LATE_REGISTRATION_REASONS,
  MEMBERS,
  STEP_NAMES,
  VERIFICATION_STATES,
} from '@eco/domain'

const MEMBER_CODES = MEMBERS.map(({ code }) => code)
const BLINDED = 'Whole number of smallest units times a factor that only who holds the document knows.'

class ItemView {
  @ApiProperty()
  readonly seq!: number

  @ApiProperty({ description: BLINDED })
  readonly issued!: string

  @ApiProperty({ description: BLINDED })
  readonly reserved!: string

  @ApiProperty({ description: BLINDED })
  readonly used!: string

  @ApiProperty({ description: BLINDED })
  readonly drawn!: string

  @ApiProperty({ description: BLINDED })
  readonly refused!: string

  @ApiProperty({ description: BLINDED })
  readonly cancelled!: string
}

class LinksView {
  @ApiProperty({ anyOf: [{ type: 'string' }, { type: 'null' }] })
  readonly replaces!: CertificateRecord['links']['replaces']

  @ApiProperty({ anyOf: [{ type: 'string' }, { type: 'null' }] })
  readonly replacedBy!: CertificateRecord['links']['replacedBy']

  @ApiProperty({ type: [String] })
  readonly originals!: CertificateRecord['links']['originals']
}

class StatesView {
  @ApiProperty({ enum: DOCUMENT_STATES })
  readonly document!: CertificateRecord['states']['document']

  @ApiProperty({ enum: DELIVERY_STATES })
  readonly delivery!: CertificateRecord['states']['delivery']

  @ApiProperty({ enum: VERIFICATION_STATES })
  readonly verification!: CertificateRecord['states']['verification']
}

class RegistrationStampView {
  @ApiProperty()
  readonly requestId!: string

  @ApiProperty({ format: 'date-time' })
  readonly registeredAt!: string

  @ApiPropertyOptional({ enum: LATE_REGISTRATION_REASONS })
  readonly late?: NonNullable<CertificateRecord['registration']['late']>
}

class LastChangeView {
  @ApiProperty()
  readonly requestId!: string

  @ApiProperty({ format: 'date-time' })
  readonly changedAt!: string

  @ApiProperty({ enum: STEP_NAMES })
  readonly transition!: CertificateRecord['lastChange']['transition']

  @ApiPropertyOptional({ enum: CHANGE_REASONS })
  readonly reason?: NonNullable<CertificateRecord['lastChange']['reason']>
}

/** The register's record of a certificate, as it is: the compiler keeps this description and the record together. */
export class CertificateView implements CertificateRecord {
  @ApiProperty({ enum: [1] })
  readonly formatVersion!: 1

  @ApiProperty({ type: 'string', pattern: '^[0-9a-f]{64}$' })
  readonly id!: CertificateRecord['id']

  @ApiProperty({ enum: MEMBER_CODES })
  readonly issuingMember!: CertificateRecord['issuingMember']

  @ApiProperty()
  readonly authority!: string

  @ApiProperty()
  readonly agreement!: string

  @ApiProperty()
  readonly agreementVersion!: string

  @ApiProperty({ enum: CERTIFICATE_TYPES })
  readonly kind!: CertificateRecord['kind']

  @ApiProperty({ enum: MEMBER_CODES })
  readonly importingMember!: CertificateRecord['importingMember']

  @ApiProperty({ type: 'string', pattern: '^[0-9a-f]{64}$' })
  readonly documentHash!: CertificateRecord['documentHash']

  @ApiProperty({ enum: DOCUMENT_FORMATS })
  readonly documentFormat!: CertificateRecord['documentFormat']

  @ApiProperty({
    pattern: '^[A-Za-z0-9_-]{43}$',
    description: 'RFC 7638 thumbprint of the key that signed the document.',
  })
  readonly keyId!: string

  @ApiProperty({ type: 'string', format: 'date' })
  readonly issueDate!: CertificateRecord['issueDate']

  @ApiProperty({ type: 'string', format: 'date' })
  readonly validUntil!: CertificateRecord['validUntil']

  @ApiProperty({ type: [ItemView] })
  readonly items!: readonly ItemView[]

  @ApiProperty({ type: LinksView })
  readonly links!: LinksView

  @ApiProperty({ type: StatesView })
  readonly states!: StatesView

  @ApiProperty({
    enum: MEMBER_CODES,
    description: 'The importing member of the document; `importingMember` is of today.',
  })
  readonly registeredFor!: CertificateRecord['registeredFor']

  @ApiProperty({ description: 'True when importing customs have closed it.' })
  readonly acquitted!: boolean

  @ApiProperty({ type: RegistrationStampView })
  readonly registration!: RegistrationStampView

  @ApiPropertyOptional({
    type: [LastChangeView],
    description: 'The true copies that were certified, the oldest first.',
  })
  readonly copies?: readonly LastChangeView[]

  @ApiPropertyOptional({ type: LastChangeView, description: 'What ended it; absent while it is in force.' })
  readonly ended?: LastChangeView

  @ApiProperty({ type: LastChangeView })
  readonly lastChange!: LastChangeView
}
