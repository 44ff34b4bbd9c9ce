import { parseJson } from './canonical'
import { parseCertificateRecord } from './certificate'
import type { CertificateRecord } from './certificate'

/** The channel that all members share. */
export const CHANNEL_NAME = 'eco'

/** The chaincode that keeps the register. */
export const CHAINCODE_NAME = 'eco'

/** The contract inside the chaincode; it is the default one, so transactions may be named without it. */
export const CONTRACT_NAME = 'certificate'

/** Reads a certificate as the query `get` answers it. */
export function parseRecordText(text: string): CertificateRecord {
  return parseCertificateRecord(parseJson(text, 'record'))
}
