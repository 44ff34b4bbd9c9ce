import { partyRows } from './party-rows'
import type { PartyPlaces } from './party-rows'
import type { Evidence, Row, TreeTable } from './table'

const ADDRESS = {
  street: '/Address/239',
  city: '/Address/241',
  postcode: '/Address/245',
  country: '/Address/242',
} as const

const PARTY = (id: string, name: string): PartyPlaces => ({ id, name, ...ADDRESS })

const DECLARATION = '/Declaration'
const CONSIGNMENT = '/Consignment'
const ITEM = `${CONSIGNMENT}/ConsignmentItem/*`
const MEASURE = `${ITEM}/Commodity/GoodsMeasure`

const NO_CLASS = 'The mapping gives the id for addresses only; the class is ours.'
const NO_UNIT = 'The unit has no id of its own; in the model it is an attribute of the quantity.'

function row(at: string, to: string, known: Evidence = 'stated', note?: string): Row {
  return { at, to, as: 'same', known, ...(note === undefined ? {} : { note }) }
}

function quantity(at: string, to: string): readonly Row[] {
  return [row(`${at}/value`, `${to}/value`), row(`${at}/unit`, `${to}/unitCode`, 'reading', NO_UNIT)]
}

function withPackages(first: Row): readonly Row[] {
  const other = { at: first.at.replace('/packages/', '/otherPackages/*/'), to: first.to.replace('/0/', '/+/') }
  return [first, { ...first, ...other, needs: { at: '/items/*/packages/type' } }]
}

const ROWS: readonly Row[] = [
  row('/certificateNumber', `${DECLARATION}/D014`),
  row('/issueDateTime', `${DECLARATION}/D011`),
  row('/issuePlace', '/Authentication/L098'),
  row('/issuingCountry', `${DECLARATION}/242`, 'reading', NO_CLASS),
  row(
    '/exporterDeclaration/place',
    '/ExporterDeclaration/D012',
    'reading',
    'The class is ours: of the exporter, not of the certificate.',
  ),
  row(
    '/exporterDeclaration/date',
    '/ExporterDeclaration/D011',
    'reading',
    'The class is ours: of the exporter, not of the certificate.',
  ),
  ...partyRows('/exporter', '/Exporter', PARTY('/R032', '/R031'), 'stated'),
  ...partyRows('/producer', '/Producer', PARTY('/R035', '/R034'), 'stated'),
  ...partyRows('/importer', '/Importer', ADDRESS, 'reading'),
  ...partyRows('/consignee', '/Consignee', PARTY('/R015', '/R014'), 'stated'),
  ...partyRows('/certifier', '/Certifier', ADDRESS, 'reading'),
  ...partyRows('/thirdPartyInvoicer', '/ThirdPartyInvoicer', ADDRESS, 'reading'),
  row('/exportCountry', `${CONSIGNMENT}/ExportCountry/242`, 'reading', NO_CLASS),
  row('/importCountry', `${CONSIGNMENT}/ImportCountry/242`, 'reading', NO_CLASS),
  row('/loadingPlace', `${CONSIGNMENT}/LoadingLocation/L010`),
  row('/loadingPlaceName', `${CONSIGNMENT}/LoadingLocation/L009`),
  row('/dischargePort', `${CONSIGNMENT}/UnloadingLocation/L013`),
  row('/dischargePortName', `${CONSIGNMENT}/UnloadingLocation/L012`),
  row('/departureDate', '/BorderTransportMeans/156'),
  row('/transportMode', '/BorderTransportMeans/T022'),
  row('/transportMeans/name', '/BorderTransportMeans/T005', 'unconfirmed'),
  row('/transportMeans/id', '/BorderTransportMeans/T006', 'unconfirmed'),
  row('/carrier/id', '/Carrier/R012'),
  row('/transportDocument/*', `${CONSIGNMENT}/TransportContractDocument/*/D023`),
  row('/grossMass/value', `${CONSIGNMENT}/126/value`, 'reading', 'The mapping has the id for items only.'),
  row('/grossMass/unit', `${CONSIGNMENT}/126/unitCode`, 'reading', NO_UNIT),
  row('/packagesTotal', `${CONSIGNMENT}/146`),
  row('/items/*/sequence', `${ITEM}/AdditionalIdentifier/006`),
  ...withPackages(row('/items/*/packages/quantity', `${ITEM}/Packaging/0/144`)),
  ...withPackages(row('/items/*/packages/type', `${ITEM}/Packaging/0/141`)),
  row('/items/*/description', `${ITEM}/Commodity/137`),
  row('/items/*/hsCode', `${ITEM}/Commodity/Classification/145`, 'unconfirmed'),
  row(
    '/items/*/hsVersion',
    `${ITEM}/Commodity/Classification/337`,
    'reading',
    '337 is the type of classification; the edition is our reading of it.',
  ),
  ...partyRows('/items/*/producer', `${ITEM}/Commodity/Producer`, PARTY('/R035', '/R034'), 'stated'),
  row(
    '/items/*/originCriterion/code',
    `${ITEM}/Origin/436`,
    'stated',
    'The code alone; the mapping has three characters.',
  ),
  row('/items/*/originCountry', `${ITEM}/Origin/063`, 'unconfirmed'),
  ...quantity('/items/*/quantity', `${MEASURE}/0/130`),
  ...quantity('/items/*/otherQuantities/*', `${MEASURE}/+/130`),
  ...quantity('/items/*/grossMass', `${MEASURE}/0/126`),
  row('/items/*/invoice/*/number', `${ITEM}/Invoice/*/D016`),
  row('/items/*/invoice/*/date', `${ITEM}/Invoice/*/D015`),
]

/** WCO Data Model: places are classes of the model, and in them the ids of its elements. */
export const WCO: TreeTable = { rows: ROWS, fillers: [] }
