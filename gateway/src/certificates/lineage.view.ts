import { ApiProperty } from '@nestjs/swagger'
import type { Ancestor, CertificateId, DocumentState } from '@eco/domain'
import { CHANGE_REASONS, DOCUMENT_STATES } from '@eco/domain'
import type { Lineage } from './lineage'

class AncestorView implements Ancestor {
  @ApiProperty({ type: 'string', pattern: '^[0-9a-f]{64}$' })
  readonly id!: CertificateId

  @ApiProperty({ minimum: 1, description: '1 for those from which the certificate itself comes.' })
  readonly depth!: number

  @ApiProperty({ enum: DOCUMENT_STATES })
  readonly document!: DocumentState

  @ApiProperty({
    anyOf: [{ type: 'string', enum: [...CHANGE_REASONS] }, { type: 'null' }],
    description: 'What ended it; null while it is in force.',
  })
  readonly reason!: Ancestor['reason']

  @ApiProperty({ description: 'True where it was replaced by one that is itself on the way: that is no defect.' })
  readonly isPredecessor!: boolean
}

/** What a certificate comes from, and what comes from it. */
export class LineageView implements Lineage {
  @ApiProperty({ type: [AncestorView], description: 'What it is drawn from and what it replaces, the nearest first.' })
  readonly ancestors!: readonly AncestorView[]

  @ApiProperty({ type: [String], description: 'Certificates that draw on it directly.' })
  readonly drawnBy!: readonly CertificateId[]
}
