import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger'
import type { DeliveryState, DocumentState, UseState } from '@eco/domain'
import { DELIVERY_STATES, DOCUMENT_STATES, USE_STATES } from '@eco/domain'

/** A link that the exporter or importer may hand on. */
export class StatusLink {
  @ApiProperty({ pattern: '^[A-Za-z0-9_-]{22}$', description: '128 bits of chance: tells nothing of the certificate.' })
  readonly reference!: string

  @ApiProperty({ description: 'Where it leads, below the address of this gateway.' })
  readonly path!: string
}

class ItemStatus {
  @ApiProperty()
  readonly seq!: number

  @ApiProperty({ enum: USE_STATES })
  readonly use!: UseState
}

/** How a certificate stands, and nothing of what it says. */
export class StatusView {
  @ApiProperty({ enum: DOCUMENT_STATES })
  readonly document!: DocumentState

  @ApiProperty({ description: 'The period of validity has ended.' })
  readonly expired!: boolean

  @ApiProperty({ enum: DELIVERY_STATES })
  readonly delivery!: DeliveryState

  @ApiProperty({ type: [ItemStatus] })
  readonly items!: readonly ItemStatus[]

  @ApiProperty({ format: 'date' })
  readonly issueDate!: string

  @ApiProperty({ format: 'date' })
  readonly validUntil!: string

  @ApiProperty({ format: 'date-time' })
  readonly registeredAt!: string

  @ApiProperty({ format: 'date-time', description: 'When the register last changed it.' })
  readonly changedAt!: string

  @ApiPropertyOptional({ format: 'date-time', description: 'When the newest block that was read was made.' })
  readonly asOf?: string
}
