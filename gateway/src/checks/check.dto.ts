import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger'
import { IsIn, IsOptional, IsString, Matches, MaxLength } from 'class-validator'
import type { CheckAnswer, CheckCode, CheckName, CheckResult, Finding, MemberCode, Verdict } from '@eco/domain'
import { CHECK_SENTENCES, LIMITS, MEMBERS, SEALED_LIMITS } from '@eco/domain'
import { AsOf } from '../certificates/certificate.dto'
import { CertificateView } from '../certificates/certificate.view'

const MEMBER_CODES = MEMBERS.map(({ code }) => code)
const RESULTS = ['pass', 'fail', 'unknown'] as const

/** What to look at: a document, or the reference of one, with or without its hash. */
export class CheckRequest {
  @ApiPropertyOptional({
    description: 'The e-CO document: an SD-JWT with the disclosures that are to be looked at, or a compact JWS; alone.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(SEALED_LIMITS.characters)
  readonly document?: string

  @ApiPropertyOptional({ enum: MEMBER_CODES, description: 'Issuing member; with authority and number.' })
  @IsOptional()
  @IsIn(MEMBER_CODES)
  readonly issuer?: MemberCode

  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  @MaxLength(LIMITS.authorityIdLength)
  readonly authority?: string

  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  @MaxLength(LIMITS.certificateNumberLength)
  readonly number?: string

  @ApiPropertyOptional({
    pattern: '^[0-9a-f]{64}$',
    description: 'SHA-256 of the document, in hex, where it is known; without it no answer is VALID.',
  })
  @IsOptional()
  @Matches(/^[0-9a-f]{64}$/)
  readonly documentHash?: string
}

class CheckView {
  @ApiProperty({ type: 'string' })
  readonly name!: CheckName

  @ApiProperty({ enum: RESULTS })
  readonly result!: CheckResult

  @ApiProperty({ enum: Object.keys(CHECK_SENTENCES) })
  readonly code!: CheckCode

  @ApiProperty()
  readonly sentence!: string
}

class FindingView implements Finding {
  @ApiProperty({ enum: RESULTS })
  readonly result!: CheckResult

  @ApiProperty({ type: [CheckView] })
  readonly checks!: readonly CheckView[]
}

class FindingsView {
  @ApiProperty({ type: FindingView })
  readonly authenticity!: FindingView

  @ApiProperty({ type: FindingView })
  readonly status!: FindingView

  @ApiProperty({ type: FindingView })
  readonly formalCompliance!: FindingView
}

/** A verdict with everything that it rests on. */
export class CheckAnswerView implements CheckAnswer {
  @ApiProperty({ enum: ['VALID', 'NOT_VALID', 'CANNOT_DETERMINE'] })
  readonly verdict!: Verdict

  @ApiProperty({ type: FindingsView })
  readonly findings!: FindingsView

  @ApiProperty({ description: 'What a check does not say.' })
  readonly note!: string

  @ApiProperty()
  readonly nextStep!: string

  @ApiProperty({ type: [String], description: 'What was signed but is not shown, by JSON Pointers into the dataset.' })
  readonly withheld!: readonly string[]

  @ApiProperty({ type: [String], description: 'What may have been altered, by JSON Pointers into the dataset.' })
  readonly tampered!: readonly string[]

  @ApiProperty({ type: AsOf })
  readonly asOf!: AsOf

  @ApiPropertyOptional({ type: CertificateView, description: 'What the register holds under this reference.' })
  readonly certificate?: CertificateView

  @ApiPropertyOptional({ description: 'The block of the certificate’s latest change.' })
  readonly changedInBlock?: number

  @ApiPropertyOptional({
    description:
      'A signed receipt (compact JWS, typ eco-check-receipt+jws): what was asked, every check with its code, block and versions, signed with the identity of the answering member.',
  })
  readonly receipt?: string
}
