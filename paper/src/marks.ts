import type { Shown } from './shown'

/** Whether a form speaks of RETROACTIVELY or, as EUR.1 does, of RETROSPECTIVELY. */
export type Wording = 'retroactively' | 'retrospectively'

/** The words that a certificate bears where its flags ask for them (RCEP 3.17, ATIGA R.10, R.11 and R.22, EUR.1). */
export function marksOf(shown: Shown, wording: Wording): readonly string[] {
  const words: readonly (readonly [string, string])[] = [
    ['/flags/issuedRetroactively', `ISSUED ${wording.toUpperCase()}`],
    ['/flags/certifiedTrueCopy', 'CERTIFIED TRUE COPY'],
    ['/flags/duplicate', 'DUPLICATE'],
    ['/flags/backToBack', 'BACK-TO-BACK CERTIFICATE OF ORIGIN'],
    ['/flags/thirdPartyInvoicing', 'THIRD-PARTY INVOICING'],
    ['/flags/accumulation', 'ACCUMULATION'],
    ['/flags/partialCumulation', 'PARTIAL CUMULATION'],
    ['/flags/deMinimis', 'DE MINIMIS'],
    ['/flags/exhibition', 'EXHIBITION'],
  ]
  return words.filter(([pointer]) => shown.isSet(pointer)).map(([, word]) => word)
}
