import { profileNamed } from '@eco/domain'
import type { BoxRow, Fact } from './layout'
import { amount, country, each, listed, party, partyLine, place, reference } from './phrases'
import { remainder } from './remainder'
import { joined, labelled, WITHHELD } from './shown'
import type { Shown } from './shown'

/** The agreement in words. */
export function agreementOf(shown: Shown): string {
  const [code, version] = [shown.text('/agreement/code'), shown.text('/agreement/version')]
  const name = shown.text('/agreement/name') || (profileNamed(code)?.name ?? '')
  return joined([name, joined([code, labelled('version', version)])], ' · ')
}

/** What stands in the head of every form, after the number of the certificate. */
export function factsOf(shown: Shown, numberCaption = 'Reference No.'): readonly Fact[] {
  return [
    { caption: numberCaption, text: shown.text('/certificateNumber') },
    { caption: 'Issued in', text: country(shown, '/issuingCountry') },
    { caption: 'Date of issue', text: shown.text('/issueDateTime').slice(0, 10) },
    { caption: 'Valid until', text: shown.text('/validUntil') },
    { caption: 'Type', text: shown.text('/certificateType').replaceAll('-', ' ') },
  ].filter(({ text }) => text !== '')
}

/** The consignee, or where there is none the importer. */
export function receiver(shown: Shown): string {
  return party(shown, shown.has('/consignee') ? '/consignee' : '/importer')
}

/** What the exporter declares of the goods on forms like Form D. */
export function declarationWords(shown: Shown): string {
  const [from, to] = [country(shown, '/exportCountry'), country(shown, '/importCountry')]
  const rules = shown.isSet('/isPreferential')
    ? 'comply with the origin requirements of the agreement'
    : 'originate there'
  return (
    'The undersigned hereby declares that the above details and statements are correct, that all the goods were produced in ' +
    `the country of origin stated and that they ${rules}. Exported from ${from} to ${to}.`
  )
}

/** Who declared where and when, and in words of the exporter's own if there are any. */
export function declaration(shown: Shown): string {
  const at = '/exporterDeclaration'
  if (shown.isWithheld(at)) return WITHHELD
  return joined(
    [
      shown.text(`${at}/text`),
      labelled('Place and date:', joined([place(shown, `${at}/place`), shown.text(`${at}/date`)])),
      labelled('Signatory:', shown.text(`${at}/signatory`)),
    ],
    '\n',
  )
}

/** What an authority certifies. */
export const CERTIFIED =
  'It is hereby certified, on the basis of control carried out, that the declaration by the exporter is correct.'

/** Who certified where and when: electronically, on the document that is attached. */
export function certification(shown: Shown): string {
  const authority = '/issuingAuthority'
  return joined(
    [
      shown.isWithheld(authority) ? WITHHELD : joined([shown.text(`${authority}/name`), shown.text(`${authority}/id`)]),
      labelled('Official:', official(shown)),
      labelled('Place and date:', joined([place(shown, '/issuePlace'), shown.text('/issueDateTime')])),
      'Sealed electronically: the signed document is attached to this file.',
    ],
    '\n',
  )
}

function official(shown: Shown): string {
  if (shown.isWithheld('/authorisedOfficial')) return WITHHELD
  return joined([shown.text('/authorisedOfficial/name'), shown.text('/authorisedOfficial/id')])
}

/** What was remarked, and what further elements say of the certificate as a whole. */
export function remarks(shown: Shown): string {
  return joined(
    [
      shown.text('/remarks'),
      labelled('Replaces certificate', reference(shown, '/replaces')),
      labelled(
        'Original certificates:',
        each(shown, '/originals', (at) => reference(shown, at), '; '),
      ),
      labelled('Third-party invoice by', partyLine(shown, '/thirdPartyInvoicer')),
      labelled('Exhibition:', exhibition(shown)),
      labelled('Blanket period:', period(shown)),
      labelled('Cumulation applied with', joined(listed(shown, '/cumulationCountries'))),
      labelled('Approved exporter', shown.text('/approvedExporterCode')),
      labelled('Gross mass of the consignment:', amount(shown, '/grossMass')),
      labelled('Packages in all:', shown.text('/packagesTotal')),
    ],
    '\n',
  )
}

function exhibition(shown: Shown): string {
  const at = '/exhibition'
  return shown.isWithheld(at) ? WITHHELD : joined([shown.text(`${at}/name`), shown.text(`${at}/address`)])
}

function period(shown: Shown): string {
  const at = '/blanketPeriod'
  return shown.isWithheld(at) ? WITHHELD : joined([shown.text(`${at}/from`), shown.text(`${at}/to`)], ' to ')
}

/** Everything that no other box printed; no row if there is nothing. To be asked last. */
export function furtherRows(shown: Shown): readonly BoxRow[] {
  const parties = [
    ['Importer:', '/importer'],
    ['Consignee:', '/consignee'],
    ['Producer:', '/producer'],
  ] as const
  const named = parties.map(([label, at]) =>
    shown.left(at).length > 0 || shown.left('').includes(at) ? labelled(label, partyLine(shown, at)) : '',
  )
  const text = joined([...named, remainder(shown, '')], '\n')
  return text === '' ? [] : [{ boxes: [{ caption: 'Further particulars of the signed document', text, share: 1 }] }]
}
