/** How much of everything is accepted, in one place. */
export const LIMITS = {
  registrationsPerTransaction: 200,
  registrationsTextLength: 4 * 1024 * 1024,
  itemsPerCertificate: 999,
  linkedCertificates: 100,
  datasetBytes: 256 * 1024,
  datasetDepth: 32,
  canonicalDepth: 64,
  certificateNumberLength: 70,
  authorityIdLength: 35,
  requestIdLength: 128,
  itemSequence: 99_999,
  quantityWholeDigits: 16,
  quantityDecimals: 6,
  blindedDigits: 256,
} as const
