import type { BoxRow } from './layout'
import { marksOf } from './marks'
import { joined, labelled, party, WITHHELD } from './shown'
import type { Shown } from './shown'

/** The exporter's declaration. */
export function declaration(shown: Shown): string {
  const words =
    'The undersigned declares that the above details are correct, that the goods were produced in the country named and meet the origin requirements of the agreement.'
  const at = '/exporterDeclaration'
  if (shown.isWithheld(at)) return joined([words, WITHHELD], '\n')
  const place = joined([shown.text(`${at}/placeName`), shown.text(`${at}/place`)], ' ')
  return joined(
    [words, shown.text(`${at}/text`), joined([place, shown.text(`${at}/date`)]), shown.text(`${at}/signatory`)],
    '\n',
  )
}

/** What the authority certifies, and how it signed: electronically, on the document that is attached. */
export function certification(shown: Shown): string {
  const authority = shown.text('/issuingAuthority/name') || shown.text('/issuingAuthority/id')
  const place = joined([shown.text('/issuePlaceName'), shown.text('/issuePlace')], ' ')
  return joined(
    [
      'It is hereby certified, on the basis of control carried out, that the declaration by the exporter is correct.',
      authority,
      official(shown),
      joined([place, shown.text('/issueDateTime').slice(0, 10)]),
      'Sealed electronically: the signed document is attached to this file.',
    ],
    '\n',
  )
}

function official(shown: Shown): string {
  if (shown.isWithheld('/authorisedOfficial')) return WITHHELD
  return joined([shown.text('/authorisedOfficial/name'), shown.text('/authorisedOfficial/id')])
}

/** What no other box holds. */
export function remarks(shown: Shown): string {
  return joined(
    [
      shown.text('/remarks'),
      labelled('Replaces', referenceAt(shown, '/replaces')),
      labelled('Drawn from', originals(shown)),
      labelled('Third-party invoice by', party(shown, '/thirdPartyInvoicer').replaceAll('\n', ', ')),
      labelled('Exhibition:', exhibition(shown)),
      labelled('Blanket period:', period(shown)),
      labelled('Approved exporter', shown.text('/approvedExporterCode')),
      labelled('Valid until', shown.text('/validUntil')),
    ],
    '\n',
  )
}

function referenceAt(shown: Shown, at: string): string {
  if (shown.isWithheld(at)) return WITHHELD
  return joined([
    shown.text(`${at}/certificateNumber`),
    shown.text(`${at}/issueDate`),
    shown.text(`${at}/issuingCountry`),
  ])
}

function originals(shown: Shown): string {
  if (shown.isWithheld('/originals')) return WITHHELD
  return joined(
    shown.list('/originals').map((at) => referenceAt(shown, at)),
    '; ',
  )
}

function exhibition(shown: Shown): string {
  return shown.isWithheld('/exhibition')
    ? WITHHELD
    : joined([shown.text('/exhibition/name'), shown.text('/exhibition/address')])
}

function period(shown: Shown): string {
  return shown.isWithheld('/blanketPeriod')
    ? WITHHELD
    : joined([shown.text('/blanketPeriod/from'), shown.text('/blanketPeriod/to')], ' to ')
}

/** The remarks as a box of their own, led by the words that the certificate bears. */
export function remarksRow(shown: Shown, number: string, least = 0): BoxRow {
  const text = joined([...marksOf(shown, 'retroactively'), remarks(shown)], '\n')
  return { boxes: [{ number, caption: 'Remarks', text, share: 1 }], least }
}

/** From where to where. */
export function countries(shown: Shown): string {
  return `Produced in ${shown.text('/exportCountry') || shown.text('/issuingCountry')}, exported to ${shown.text('/importCountry')}.`
}

/** The agreement in words. */
export function agreementOf(shown: Shown): string {
  return (
    shown.text('/agreement/name') || `${shown.text('/agreement/code')}, version ${shown.text('/agreement/version')}`
  )
}
