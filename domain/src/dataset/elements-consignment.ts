import { CERTIFICATE_NUMBER, COUNTRY, ID, NAME, PLACE_NAME, quantity } from './common-formats'
import { rowsAt } from './element'
import { DATE, PLACE, line, list, maybe, needed, object, set, text, whole, word } from './format'

// UN/ECE Recommendation 19.
const TRANSPORT_MODE_CODES = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'] as const

const { always, sometimes } = rowsAt('consignment')

/** Elements 21 to 31: the consignment and its transport. */
export const CONSIGNMENT_ELEMENTS = {
  exportCountry: always(21, '/exportCountry', COUNTRY, {
    untded: '3207',
    wco: '242',
    neededBy: 'all',
    remark: 'The country from which the goods are exported.',
  }),
  exportCountryGroup: sometimes(21, '/exportCountryGroup', line(35), {
    neededBy: 'e',
    remark: 'The group of countries, where boxes 2 and 4 of EUR.1 name one.',
  }),
  importCountry: always(21, '/importCountry', COUNTRY, {
    untded: '3207',
    wco: '242',
    neededBy: 'all',
    remark: 'The member whose customs the certificate is for.',
  }),
  importCountryGroup: sometimes(21, '/importCountryGroup', line(35), {
    neededBy: 'e',
    remark: 'The group of countries, where boxes 2 and 5 of EUR.1 name one.',
  }),
  loadingPlace: sometimes(22, '/loadingPlace', PLACE, {
    untded: '3225',
    wco: 'L010',
    neededBy: 'C K F',
    remark: 'UN/LOCODE.',
  }),
  loadingPlaceName: sometimes(22, '/loadingPlaceName', PLACE_NAME, {
    untded: '3224',
    wco: 'L009',
    neededBy: 'C K F',
    remark: 'The place in words.',
  }),
  dischargePort: sometimes(23, '/dischargePort', PLACE, {
    untded: '3225',
    wco: 'L013',
    neededBy: 'R A C K',
    remark: 'UN/LOCODE. RCEP 3B.1(j) names it as an example of consignment detail.',
  }),
  dischargePortName: sometimes(23, '/dischargePortName', PLACE_NAME, {
    untded: '3224',
    wco: 'L012',
    neededBy: 'R A C K',
    remark: 'The port in words.',
  }),
  departureDate: sometimes(24, '/departureDate', DATE, {
    untded: '2380',
    wco: '156',
    neededBy: 'R A C K',
    remark: 'Decides whether a certificate was issued retroactively; ATIGA box 3: as far as known.',
  }),
  transportMode: sometimes(25, '/transportMode', word(TRANSPORT_MODE_CODES), {
    untded: '8067',
    wco: 'T022',
    neededBy: 'a c k',
    remark: 'UN/ECE Recommendation 19, first digit.',
  }),
  transportMeans: sometimes(
    26,
    '/transportMeans',
    object(
      {
        name: maybe(line(35), { untded: '8212', wco: 'T005' }),
        id: maybe(line(35), { untded: '8213', wco: 'T006' }),
      },
      ['name', 'id'],
    ),
    { neededBy: 'R A C K e', remark: 'Name of the ship, IMO number, flight number. The WCO ids are not confirmed.' },
  ),
  carrier: sometimes(27, '/carrier', object({ id: maybe(ID, { wco: 'R012' }), name: maybe(NAME) }, ['id', 'name']), {
    neededBy: 'n',
    remark: 'Who carries the goods.',
  }),
  transportDocument: sometimes(28, '/transportDocument', set(CERTIFICATE_NUMBER, 99), {
    untded: '1004',
    wco: 'D023',
    neededBy: 'w l',
    remark: 'Numbers of bills of lading and the like; a through bill is evidence of direct consignment (ATIGA R.21).',
  }),
  containers: sometimes(
    29,
    '/containers',
    list(
      object({
        id: needed(text(11, '^[A-Z]{3}[UJZ][0-9]{7}$', 'a container number after ISO 6346, 4 letters and 7 digits')),
        sizeType: maybe(text(4, '^[A-Z0-9]{4}$', '4 letters or digits after ISO 6346')),
      }),
      999,
    ),
    { neededBy: 'n', remark: 'ISO 6346; the check digit is not judged.' },
  ),
  grossMass: sometimes(30, '/grossMass', quantity({ untded: '6018', wco: '126' }), {
    neededBy: 'E A',
    remark: 'Of the whole consignment.',
  }),
  packagesTotal: sometimes(31, '/packagesTotal', whole(1, 99_999_999), {
    wco: '146',
    neededBy: 'n c k',
    remark: 'Number of packages of the whole consignment.',
  }),
}
