import { LIMITS } from '../limits'
import {
  CERTIFICATE_NUMBER,
  COUNTRY,
  HS_EDITIONS,
  MONEY,
  PERCENT,
  TARIFF_SHIFT,
  producer,
  quantity,
} from './common-formats'
import { rowsAt } from './element'
import { DATE, code, line, lines, list, maybe, needed, object, set, text, whole, word } from './format'

const { always, sometimes } = rowsAt('item')

const CRITERION_CODE = text(10, '^[A-Za-z][A-Za-z0-9-]*$', 'letters, digits or hyphens, a letter first')

const CRITERION = {
  code: needed(CRITERION_CODE),
  percent: maybe(PERCENT),
  tariffShift: maybe(TARIFF_SHIFT),
}

/** Elements 32 to 44, and 16 where an item has a producer of its own: the items. */
export const ITEM_ELEMENTS = {
  'item.sequence': always(32, '/items/*/sequence', whole(1, LIMITS.itemSequence), {
    untded: '1050',
    wco: '006',
    neededBy: 'all',
    remark: 'The number by which uses and refusals name the item; each once.',
  }),
  'item.producer': sometimes(16, '/items/*/producer', producer({ id: 'R035', name: 'R034' }), {
    neededBy: 'r a C K P L',
    remark: 'Of this item.',
  }),
  'item.marks': sometimes(33, '/items/*/marks', list(lines(512), 99), {
    neededBy: 'A E F c K',
    remark: 'Marks and numbers of the packages; optional in ChAFTA.',
  }),
  'item.packages': sometimes(
    34,
    '/items/*/packages',
    object({
      quantity: needed(whole(1, 99_999_999), { untded: '6061', wco: '144' }),
      type: needed(code('packages'), { untded: '7065', wco: '141' }),
    }),
    { neededBy: 'A C K E F', remark: 'Number and kind of packages, UN/ECE Recommendation 21.' },
  ),
  'item.otherPackages': sometimes(
    34,
    '/items/*/otherPackages',
    list(
      object({
        quantity: needed(whole(1, 99_999_999), { untded: '6061', wco: '144' }),
        type: needed(code('packages'), { untded: '7065', wco: '141' }),
      }),
      99,
    ),
    { neededBy: 'a c k e f', remark: 'Packages of further kinds, where an item has several.' },
  ),
  'item.description': always(35, '/items/*/description', lines(512), {
    untded: '7002',
    wco: '137',
    neededBy: 'all',
    remark: 'Detailed enough for the goods to be identified (ATIGA n.5).',
  }),
  'item.trademark': sometimes(36, '/items/*/trademark', line(70), {
    neededBy: 'a',
    remark: 'ATIGA n.5 and Att. 1(vii).',
  }),
  'item.hsCode': sometimes(
    37,
    '/items/*/hsCode',
    text(
      12,
      '^(?:0[1-9]|[1-68][0-9]|7[0-689]|9[0-9])[0-9]{4,10}$',
      'an HS code of 6 to 12 digits in an existing chapter',
    ),
    {
      untded: '7357',
      wco: '145',
      neededBy: 'R A C K P W L',
      remark:
        'Digits only; the WCO id is not confirmed. ATIGA: the AHTN code of the importing state. Digits after the sixth are national.',
    },
  ),
  'item.hsVersion': sometimes(37, '/items/*/hsVersion', word(HS_EDITIONS), {
    untded: '7143',
    wco: '337',
    neededBy: 'r a c k p w l',
    remark: 'The edition of the Harmonized System, on no form; the agreement names it.',
  }),
  'item.originCriterion': sometimes(
    38,
    '/items/*/originCriterion',
    object({
      ...CRITERION,
      combined: maybe(list(object(CRITERION), 4)),
      extras: maybe(set(CRITERION_CODE, 8)),
    }),
    {
      wco: '436',
      neededBy: 'R A C K P F W L',
      remark: 'By the grammar of the agreement, which judges the codes; EUR.1 has no such box.',
    },
  ),
  'item.originCountry': sometimes(39, '/items/*/originCountry', COUNTRY, {
    untded: '3239',
    wco: '063',
    neededBy: 'R E N',
    remark: 'RCEP: the country of origin under Article 2.6. The ids are not confirmed.',
  }),
  'item.rvcPercent': sometimes(40, '/items/*/rvcPercent', PERCENT, {
    neededBy: 'a r',
    remark: 'Regional value content; agreements that take whole numbers round down.',
  }),
  'item.fobValue': sometimes(41, '/items/*/fobValue', MONEY, {
    neededBy: 'r a',
    remark: 'RCEP: only with a value criterion. ATIGA: only Cambodia, Indonesia and Lao PDR with RVC.',
  }),
  'item.quantity': always(42, '/items/*/quantity', quantity({ untded: '6102', wco: '130' }), {
    neededBy: 'R A C K L',
    remark: 'The quantity that uses draw down; China–Korea asks for the same unit in the declaration.',
  }),
  'item.otherQuantities': sometimes(42, '/items/*/otherQuantities', list(quantity({ untded: '6102', wco: '130' }), 9), {
    neededBy: 'r a c k l',
    remark: 'The same goods in further units; nothing is counted by them.',
  }),
  'item.grossMass': sometimes(43, '/items/*/grossMass', quantity({ untded: '6018', wco: '126' }), {
    neededBy: 'A E c k',
    remark: 'Of this item.',
  }),
  'item.netMass': sometimes(43, '/items/*/netMass', quantity({ untded: '6018' }), {
    neededBy: 'A E c k',
    remark: 'Of this item, without packages.',
  }),
  'item.invoice': sometimes(
    44,
    '/items/*/invoice',
    list(
      object({
        number: needed(CERTIFICATE_NUMBER, { untded: '1004', wco: 'D016' }),
        date: maybe(DATE, { untded: '2380', wco: 'D015' }),
        value: maybe(MONEY),
      }),
      99,
    ),
    { neededBy: 'R A C K E F p', remark: 'Several for one shipment are allowed (RCEP 3.17.4(a)).' },
  ),
}
