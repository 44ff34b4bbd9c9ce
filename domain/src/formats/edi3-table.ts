import { partyRows } from './party-rows'
import type { PartyPlaces } from './party-rows'
import type { Evidence, Row, TreeTable } from './table'
import type { WrittenAs } from './written-as'

const PARTY: PartyPlaces = {
  id: '/iD',
  idAs: 'id',
  name: '/name',
  street: '/postalAddress/line1',
  city: '/postalAddress/cityName',
  postcode: '/postalAddress/postcode',
  country: '/postalAddress/countryCode',
}

const CONSIGNMENT = '/supplyChainConsignment'
const MOVEMENT = `${CONSIGNMENT}/mainCarriageTransportMovement`
const ITEM = `${CONSIGNMENT}/includedConsignmentItems/*`
const LINE = `${ITEM}/tradeLineItems/0`

function row(at: string, to: string, as: WrittenAs = 'same', known: Evidence = 'stated', note?: string): Row {
  return { at, to, as, known, ...(note === undefined ? {} : { note }) }
}

const ROWS: readonly Row[] = [
  row('/certificateNumber', '/iD', 'id'),
  row('/issueDateTime', '/issueDateTime'),
  row(
    '/exporterDeclaration/date',
    '/firstSignatoryAuthentication/actualDateTime',
    'startOfDay',
    'reading',
    'In the sample the first signatory is the exporter.',
  ),
  row(
    '/exporterDeclaration/text',
    '/firstSignatoryAuthentication/statement',
    'same',
    'reading',
    'In the sample the first signatory is the exporter.',
  ),
  row('/issuePlace', '/issueLocation/iD', 'locode'),
  row('/issuePlaceName', '/issueLocation/name'),
  row('/issuingAuthority/id', '/issuer/iD', 'id'),
  row('/issuingAuthority/name', '/issuer/name'),
  row('/issuingCountry', '/issuer/postalAddress/countryCode', 'same', 'reading'),
  row('/isPreferential', '/isPreferential'),
  row('/agreement/code', '/freeTradeAgreement'),
  row('/transportDocument/0', `${CONSIGNMENT}/iD`, 'id', 'reading', 'In the sample, the number of an air waybill.'),
  row('/remarks', `${CONSIGNMENT}/information`, 'same', 'reading'),
  row('/exportCountry', `${CONSIGNMENT}/exportCountry/code`),
  ...partyRows('/exporter', `${CONSIGNMENT}/exporter`, PARTY, 'stated'),
  row('/importCountry', `${CONSIGNMENT}/importCountry/code`),
  ...partyRows('/importer', `${CONSIGNMENT}/importer`, PARTY, 'stated'),
  row('/items/*/originCriterion', `${ITEM}/crossBorderRegulatoryProcedure/originCriteriaText`, 'criterion'),
  ...partyRows('/items/*/producer', `${ITEM}/manufacturer`, PARTY, 'stated'),
  row('/items/*/sequence', `${LINE}/sequenceNumber`),
  row('/items/*/invoice/0/number', `${LINE}/invoiceReference/iD`, 'id'),
  row('/items/*/invoice/0/date', `${LINE}/invoiceReference/formattedIssueDateTime`, 'startOfDay'),
  row('/items/*/description', `${LINE}/tradeProduct/description`),
  row('/items/*/hsCode', `${LINE}/tradeProduct/harmonisedTariffCode/classCode`, 'digits'),
  row('/items/*/originCountry', `${LINE}/tradeProduct/originCountry/code`),
  row('/loadingPlace', `${CONSIGNMENT}/loadingBaseportLocation/iD`, 'locode'),
  row('/loadingPlaceName', `${CONSIGNMENT}/loadingBaseportLocation/name`),
  row('/transportMeans/id', `${MOVEMENT}/usedTransportMeans/iD`, 'id'),
  row('/transportMeans/name', `${MOVEMENT}/usedTransportMeans/name`),
  row('/departureDate', `${MOVEMENT}/departureEvent/departureDateTime`, 'startOfDay'),
  row('/dischargePort', `${CONSIGNMENT}/unloadingBaseportLocation/iD`, 'locode'),
  row('/dischargePortName', `${CONSIGNMENT}/unloadingBaseportLocation/name`),
]

/** The certificate of origin of edi3, after its JSON Schema and its sample of June 2020. */
export const EDI3: TreeTable = { rows: ROWS, fillers: [] }
