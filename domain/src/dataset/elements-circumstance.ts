import { CERTIFICATE_REFERENCE, COUNTRY, NAME, party } from './common-formats'
import { rowsAt } from './element'
import { DATE, FLAG, line, lines, list, maybe, needed, object, set, text } from './format'

const { sometimes } = rowsAt('header')

const FLAG_REMARK = 'Left out means false.'

/** Elements 45 to 57 and 61: the circumstances in which the certificate was issued, and what belongs to it. */
export const CIRCUMSTANCE_ELEMENTS = {
  'flags.thirdPartyInvoicing': sometimes(45, '/flags/thirdPartyInvoicing', FLAG, {
    neededBy: 'a k c',
    remark: `The invoice comes from a third country (ATIGA R.23). ${FLAG_REMARK}`,
  }),
  thirdPartyInvoicer: sometimes(45, '/thirdPartyInvoicer', party(), {
    neededBy: 'a k c',
    remark: 'Who issued that invoice.',
  }),
  'flags.backToBack': sometimes(46, '/flags/backToBack', FLAG, {
    neededBy: 'r a k',
    remark: `Drawn from certificates of other parties. ${FLAG_REMARK}`,
  }),
  originals: sometimes(46, '/originals', list(CERTIFICATE_REFERENCE, 100), {
    neededBy: 'r a k',
    remark: 'The certificates drawn from (RCEP 3B.1(m)); several, for ATIGA R.11(1)(e) allows to consolidate.',
  }),
  'flags.issuedRetroactively': sometimes(47, '/flags/issuedRetroactively', FLAG, {
    neededBy: 'R A C K E',
    remark: `ISSUED RETROACTIVELY (RCEP), ISSUED RETROSPECTIVELY (EUR.1). ${FLAG_REMARK}`,
  }),
  'flags.certifiedTrueCopy': sometimes(48, '/flags/certifiedTrueCopy', FLAG, {
    neededBy: 'R A C K',
    remark: `CERTIFIED TRUE COPY; number and date are those of the original. ${FLAG_REMARK}`,
  }),
  'flags.duplicate': sometimes(48, '/flags/duplicate', FLAG, {
    neededBy: 'E',
    remark: `DUPLICATE, the word of EUR.1. ${FLAG_REMARK}`,
  }),
  'flags.accumulation': sometimes(49, '/flags/accumulation', FLAG, {
    neededBy: 'A r',
    remark: `Materials of other parties count as originating. ${FLAG_REMARK}`,
  }),
  'flags.partialCumulation': sometimes(49, '/flags/partialCumulation', FLAG, {
    neededBy: 'A',
    remark: `ATIGA n.16. ${FLAG_REMARK}`,
  }),
  'flags.deMinimis': sometimes(49, '/flags/deMinimis', FLAG, {
    neededBy: 'A r',
    remark: `Few materials do not change their classification. ${FLAG_REMARK}`,
  }),
  'flags.exhibition': sometimes(50, '/flags/exhibition', FLAG, {
    neededBy: 'A',
    remark: `Sold at or after an exhibition (ATIGA R.22). ${FLAG_REMARK}`,
  }),
  exhibition: sometimes(50, '/exhibition', object({ name: needed(NAME), address: needed(lines(256)) }), {
    neededBy: 'A',
    remark: 'Name and address of the exhibition.',
  }),
  cumulationCountries: sometimes(51, '/cumulationCountries', set(COUNTRY, 99), {
    neededBy: 'e',
    remark: 'The countries cumulated with (EUR-MED box 7).',
  }),
  replaces: sometimes(52, '/replaces', CERTIFICATE_REFERENCE, {
    neededBy: 'A R E W',
    remark: 'The certificate in whose place this one was issued.',
  }),
  blanketPeriod: sometimes(53, '/blanketPeriod', object({ from: needed(DATE), to: needed(DATE) }), {
    neededBy: 'p',
    remark: 'In which several shipments of identical goods are covered; CPTPP: at most 12 months.',
  }),
  remarks: sometimes(54, '/remarks', lines(512), { neededBy: 'A K E', remark: 'What no other element holds.' }),
  attachedFile: sometimes(
    57,
    '/attachedFile',
    list(
      object({
        name: maybe(line(256)),
        mediaType: needed(
          text(127, '^[a-z0-9][a-z0-9.+-]*/[a-z0-9][a-z0-9.+-]*$', 'a media type such as application/pdf'),
        ),
        sha256: needed(text(64, '^[0-9a-f]{64}$', '64 lower-case hex digits')),
      }),
      99,
    ),
    { neededBy: 'T', remark: 'Files that belong to the certificate, by their hash; the files travel apart.' },
  ),
  embassyEndorsement: sometimes(
    61,
    '/embassyEndorsement',
    list(object({ country: needed(COUNTRY), name: maybe(NAME), date: needed(DATE), reference: maybe(line(70)) }), 9),
    { neededBy: 'n', remark: 'Legalisation before the certificate is signed.' },
  ),
}
