import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger'

/** Who made a bundle, and when. */
export class BundleMaker {
  @ApiProperty({ description: 'The organisation whose gateway made it.' })
  readonly by!: string

  @ApiProperty({ format: 'date-time' })
  readonly at!: string
}

/** What proves a certificate without any network: `npm run -s eco -- verify --bundle FILE`. */
export class EvidenceBundleView {
  @ApiProperty({ example: 'eco-evidence/1' })
  readonly format!: string

  @ApiProperty()
  readonly certificate!: string

  @ApiProperty({ description: 'The channel of the register.' })
  readonly channel!: string

  @ApiProperty({ description: 'The name of the register’s chaincode.' })
  readonly chaincode!: string

  @ApiProperty({ type: BundleMaker, description: 'Nothing rests on it.' })
  readonly made!: BundleMaker

  @ApiProperty({
    type: [String],
    description:
      'Blocks in base64 (`common.Block`), ascending, block 0 first: those with what was written of the certificate, with what its transactions had read, and with the configurations of the channel.',
  })
  readonly blocks!: readonly string[]

  @ApiProperty({
    type: [String],
    description:
      'What the peers of enough members said of it when the bundle was made, in base64 (`common.Envelope`, endorsed and not submitted): that nothing later is written. Empty where too few answered.',
  })
  readonly statements!: readonly string[]

  @ApiPropertyOptional({
    description: 'The document: for the roles issuer and customs, at its issuing and its importing member.',
  })
  readonly document?: string
}
