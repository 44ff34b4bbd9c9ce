import {
  ADDRESS,
  CERTIFICATE_NUMBER,
  CERTIFICATE_TYPES,
  COUNTRY,
  ID,
  NAME,
  PLACE_NAME,
  REFERENCE_CODE,
  party,
  producer,
} from './common-formats'
import { rowsAt } from './element'
import { DATE, DATE_TIME, FLAG, PLACE, line, lines, maybe, needed, object, word } from './format'

const { always, sometimes } = rowsAt('header')

/** Elements 1 to 20: the certificate, who issued it, until when it is good, and the parties. */
export const CERTIFICATE_ELEMENTS = {
  certificateNumber: always(1, '/certificateNumber', CERTIFICATE_NUMBER, {
    untded: '1004',
    wco: 'D014',
    neededBy: 'R A C K E F W L N',
    remark: 'Unique per issuing authority (ATIGA R.7(3), RCEP 3.17.3(b)).',
  }),
  agreement: always(
    2,
    '/agreement',
    object({ code: needed(REFERENCE_CODE), version: needed(REFERENCE_CODE), name: maybe(line(256)) }),
    {
      neededBy: 'all',
      remark: 'The legal basis, by the code and version of its profile; a non-preferential certificate has one too.',
    },
  ),
  certificateType: always(3, '/certificateType', word(CERTIFICATE_TYPES), {
    neededBy: 'all',
    remark: 'What the certificate is: a first one, one drawn from others, one in the place of another, one in lieu.',
  }),
  isPreferential: always(4, '/isPreferential', FLAG, {
    neededBy: 'all',
    remark: 'False for a certificate that asks for no preference.',
  }),
  issueDateTime: always(5, '/issueDateTime', DATE_TIME, {
    untded: '2380',
    wco: 'D011',
    neededBy: 'R A C K E F W L N',
    remark: 'With its offset: the day of issue is the day at the place of issue.',
  }),
  issuePlace: sometimes(6, '/issuePlace', PLACE, {
    untded: '3225',
    wco: 'L098',
    neededBy: 'A C K E F',
    remark: 'UN/LOCODE.',
  }),
  issuePlaceName: sometimes(6, '/issuePlaceName', PLACE_NAME, {
    untded: '3224',
    neededBy: 'A C K E F',
    remark: 'The place in words, where it has no UN/LOCODE.',
  }),
  issuingCountry: always(7, '/issuingCountry', COUNTRY, {
    untded: '3207',
    wco: '242',
    neededBy: 'all',
    remark: 'The member whose authority issued the certificate.',
  }),
  issuingAuthority: always(8, '/issuingAuthority', object({ id: needed(REFERENCE_CODE), name: maybe(NAME) }), {
    neededBy: 'R A C K E W L N',
    remark: 'The id is that of the register of authorities; not on the list, not honoured (ATIGA R.2(2)).',
  }),
  authorisedOfficial: sometimes(
    9,
    '/authorisedOfficial',
    object({ id: maybe(line(35)), name: maybe(NAME) }, ['id', 'name']),
    { neededBy: 'A L', remark: 'COD: an officer with a registered certificate.' },
  ),
  exporterDeclaration: sometimes(
    11,
    '/exporterDeclaration',
    object({
      place: maybe(PLACE, { untded: '3411', wco: 'D012' }),
      placeName: maybe(PLACE_NAME),
      date: needed(DATE, { untded: '2380', wco: 'D011' }),
      signatory: needed(NAME),
      text: maybe(lines(2048)),
    }),
    {
      neededBy: 'R A C K E F L',
      remark: 'COD: the exporter signs the inner element, the officer the outer one.',
    },
  ),
  validUntil: always(12, '/validUntil', DATE, {
    neededBy: 'all',
    remark: 'The last day on which it may be presented; the agreement says how it follows from the day of issue.',
  }),
  'exporter.id': sometimes(13, '/exporter/id', ID, {
    untded: '3039',
    wco: 'R032',
    neededBy: 't',
    remark: 'Number as a tax payer or trader.',
  }),
  'exporter.name': always(14, '/exporter/name', NAME, {
    untded: '3036',
    wco: 'R031',
    neededBy: 'R A C K P E F W L N',
    remark: 'For a natural person, only what the agreement asks for.',
  }),
  'exporter.address': always(15, '/exporter/address', ADDRESS, {
    neededBy: 'R A C K P E F W L N',
    remark: 'City and country always; the AANZFTA trial asks for street and postcode too, which not every country has.',
  }),
  producer: sometimes(16, '/producer', producer({ id: 'R035', name: 'R034' }), {
    neededBy: 'r a C K P L',
    remark: 'Of all items that name no other. ChAFTA and China–Korea allow it to be kept confidential.',
  }),
  importer: sometimes(17, '/importer', party(), {
    neededBy: 'R C K p',
    remark: 'RCEP: importer or consignee.',
  }),
  consignee: sometimes(18, '/consignee', party({ id: 'R015', name: 'R014' }), {
    neededBy: 'A e F L N',
    remark: 'Optional in box 3 of EUR.1.',
  }),
  certifier: sometimes(
    19,
    '/certifier',
    object({
      role: needed(word(['exporter', 'producer', 'importer'])),
      id: maybe(ID, { untded: '3039' }),
      name: maybe(NAME, { untded: '3036' }),
      address: maybe(ADDRESS),
    }),
    { neededBy: 'P', remark: 'Who certifies, where no authority does (CPTPP elements 1 and 2).' },
  ),
  approvedExporterCode: sometimes(20, '/approvedExporterCode', line(35), {
    neededBy: 'r a e',
    remark: 'Number of the authorisation, certified exporter or REX (RCEP 3B.2(e)).',
  }),
}
