/** How much of everything is accepted, in one place. */
export const LIMITS = {
  entriesPerTransaction: 200,
  entriesTextLength: 4 * 1024 * 1024,
  /** Characters of a document or text in a private collection. */
  privateTextLength: 2_000_000,
  itemsPerCertificate: 999,
  linkedCertificates: 999,
  /** How many certificates may be drawn from each other in a row. */
  chainDepth: 16,
  datasetBytes: 256 * 1024,
  datasetDepth: 32,
  canonicalDepth: 64,
  certificateNumberLength: 70,
  authorityIdLength: 35,
  requestIdLength: 128,
  trueCopies: 16,
  /** How many steps back a record remembers by which requests it was changed. */
  rememberedSteps: 8,
  addressLines: 8,
  addressLineLength: 140,
  sealPictureBytes: 48 * 1024,
  itemSequence: 99_999,
  quantityWholeDigits: 16,
  quantityDecimals: 6,
  blindedDigits: 256,
} as const
