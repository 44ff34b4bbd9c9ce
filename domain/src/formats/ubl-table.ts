import { partyRows } from './party-rows'
import type { PartyPlaces } from './party-rows'
import type { Evidence, Filler, Row, TreeTable } from './table'
import type { WrittenAs } from './written-as'

const PARTY: PartyPlaces = {
  id: '/cac:PartyIdentification/cbc:ID',
  name: '/cac:PartyName/cbc:Name',
  street: '/cac:PostalAddress/cbc:StreetName',
  city: '/cac:PostalAddress/cbc:CityName',
  postcode: '/cac:PostalAddress/cbc:PostalZone',
  country: '/cac:PostalAddress/cac:Country/cbc:IdentificationCode',
}

const APPLICATION = '/cac:CertificateOfOriginApplication'
const SHIPMENT = `${APPLICATION}/cac:Shipment`
const CONSIGNMENT = `${SHIPMENT}/cac:Consignment`
const STAGE = `${SHIPMENT}/cac:ShipmentStage`
const GOODS = `${SHIPMENT}/cac:GoodsItem/*`
const ITEM = `${GOODS}/cac:Item`
const ORIGINAL = `${APPLICATION}/cac:SupportingDocumentReference/*`
const ISSUER = '/cac:IssuerEndorsement'
const EMBASSY = '/cac:EmbassyEndorsement'

function row(at: string, to: string, known: Evidence = 'stated', as: WrittenAs = 'same', note?: string): Row {
  return { at, to, as, known, ...(note === undefined ? {} : { note }) }
}

function quantity(at: string, to: string): readonly Row[] {
  return [row(`${at}/value`, to), row(`${at}/unit`, `${to}/@unitCode`)]
}

const BY_SHIP = { needs: { at: '/transportMode', is: '1' } } as const
const BY_AIR = { needs: { at: '/transportMode', is: '4' } } as const

const ROWS: readonly Row[] = [
  row('/certificateNumber', '/cbc:ID'),
  { ...row('/issueDateTime', '/cbc:IssueDate', 'stated', 'dateAndTime'), and: '/cbc:IssueTime' },
  ...partyRows('/exporter', '/cac:ExporterParty', PARTY, 'stated'),
  ...partyRows('/importer', '/cac:ImporterParty', PARTY, 'stated'),
  row('/certificateType', `${APPLICATION}/cbc:CertificateType`, 'stated', 'same', 'Words of the dataset.'),
  row('/remarks', `${APPLICATION}/cbc:Remarks`, 'reading'),
  ...quantity('/grossMass', `${SHIPMENT}/cbc:GrossWeightMeasure`),
  row('/packagesTotal', `${SHIPMENT}/cbc:TotalTransportHandlingUnitQuantity`, 'reading', 'number'),
  ...partyRows('/consignee', `${CONSIGNMENT}/cac:ConsigneeParty`, PARTY, 'stated'),
  row('/carrier/id', `${CONSIGNMENT}/cac:CarrierParty${PARTY.id ?? ''}`),
  row('/carrier/name', `${CONSIGNMENT}/cac:CarrierParty${PARTY.name ?? ''}`),
  row('/importCountry', `${CONSIGNMENT}/cac:FinalDestinationCountry/cbc:IdentificationCode`),
  row('/transportDocument/0', `${CONSIGNMENT}/cac:TransportContract/cbc:ID`, 'reading'),
  row('/items/*/sequence', `${GOODS}/cbc:SequenceNumberID`, 'stated', 'number'),
  row('/items/*/description', `${GOODS}/cbc:Description`),
  row('/items/*/fobValue/amount', `${GOODS}/cbc:FreeOnBoardValueAmount`),
  row('/items/*/fobValue/currency', `${GOODS}/cbc:FreeOnBoardValueAmount/@currencyID`),
  ...quantity('/items/*/grossMass', `${GOODS}/cbc:GrossWeightMeasure`),
  ...quantity('/items/*/netMass', `${GOODS}/cbc:NetWeightMeasure`),
  row('/items/*/originCriterion', `${GOODS}/cbc:PreferenceCriterionCode`, 'reading', 'criterion'),
  ...quantity('/items/*/quantity', `${GOODS}/cbc:CustomsTariffQuantity`),
  row('/items/*/trademark', `${ITEM}/cbc:BrandName`),
  row('/items/*/originCountry', `${ITEM}/cac:OriginCountry/cbc:IdentificationCode`),
  row('/items/*/hsCode', `${ITEM}/cac:CommodityClassification/cbc:CommodityCode`, 'stated', 'digits'),
  {
    ...row('/items/*/hsVersion', `${ITEM}/cac:CommodityClassification/cbc:CommodityCode/@listVersionID`, 'reading'),
    needs: { at: '/items/*/hsCode' },
  },
  ...partyRows('/items/*/producer', `${ITEM}/cac:ManufacturerParty`, PARTY, 'stated'),
  row('/items/*/packages/quantity', `${GOODS}/cac:ContainingPackage/0/cbc:Quantity`, 'stated', 'number'),
  row('/items/*/packages/type', `${GOODS}/cac:ContainingPackage/0/cbc:PackagingTypeCode`),
  ...(['quantity', 'type'] as const).map((member) => ({
    ...row(
      `/items/*/otherPackages/*/${member}`,
      `${GOODS}/cac:ContainingPackage/+/cbc:${member === 'quantity' ? 'Quantity' : 'PackagingTypeCode'}`,
      'stated',
      member === 'quantity' ? 'number' : 'same',
    ),
    needs: { at: '/items/*/packages/type' },
  })),
  row('/transportMode', `${STAGE}/cbc:TransportModeCode`),
  { ...row('/transportMeans/name', `${STAGE}/cac:TransportMeans/cac:MaritimeTransport/cbc:VesselName`), ...BY_SHIP },
  { ...row('/transportMeans/id', `${STAGE}/cac:TransportMeans/cac:MaritimeTransport/cbc:VesselID`), ...BY_SHIP },
  { ...row('/transportMeans/id', `${STAGE}/cac:TransportMeans/cac:AirTransport/cbc:AircraftID`), ...BY_AIR },
  row('/loadingPlace', `${STAGE}/cac:LoadingPortLocation/cbc:ID`),
  row('/loadingPlaceName', `${STAGE}/cac:LoadingPortLocation/cbc:Name`),
  row('/dischargePort', `${STAGE}/cac:UnloadingPortLocation/cbc:ID`),
  row('/dischargePortName', `${STAGE}/cac:UnloadingPortLocation/cbc:Name`),
  row('/departureDate', `${STAGE}/cac:EstimatedDepartureTransportEvent/cbc:OccurrenceDate`, 'reading'),
  row('/containers/*/id', `${SHIPMENT}/cac:TransportHandlingUnit/cac:TransportEquipment/*/cbc:ID`),
  row('/containers/*/sizeType', `${SHIPMENT}/cac:TransportHandlingUnit/cac:TransportEquipment/*/cbc:SizeTypeCode`),
  row('/exportCountry', `${SHIPMENT}/cac:ExportCountry/cbc:IdentificationCode`),
  row(
    '/exporterDeclaration/signatory',
    `${APPLICATION}/cac:EndorserParty/cac:SignatoryContact/cbc:Name`,
    'stated',
    'same',
    'The individual representing the exporter who signs the application.',
  ),
  row('/issuingAuthority/id', `${APPLICATION}/cac:IssuerParty${PARTY.id ?? ''}`),
  row('/issuingAuthority/name', `${APPLICATION}/cac:IssuerParty${PARTY.name ?? ''}`),
  row('/issuingCountry', `${APPLICATION}/cac:IssuingCountry/cbc:IdentificationCode`),
  row('/originals/*/certificateNumber', `${ORIGINAL}/cbc:ID`, 'reading'),
  row('/originals/*/issueDate', `${ORIGINAL}/cbc:IssueDate`, 'reading'),
  row('/originals/*/validUntil', `${ORIGINAL}/cac:ValidityPeriod/cbc:EndDate`, 'reading'),
  row('/originals/*/issuingAuthorityId', `${ORIGINAL}/cac:IssuerParty${PARTY.id ?? ''}`, 'reading'),
  row('/originals/*/issuingCountry', `${ORIGINAL}/cac:IssuerParty${PARTY.country ?? ''}`, 'reading'),
  row('/authorisedOfficial/id', `${ISSUER}/cac:EndorserParty/cac:SignatoryContact/cbc:ID`, 'reading'),
  row('/authorisedOfficial/name', `${ISSUER}/cac:EndorserParty/cac:SignatoryContact/cbc:Name`, 'reading'),
  row('/embassyEndorsement/0/reference', `${EMBASSY}/cbc:Remarks`, 'reading'),
  row('/embassyEndorsement/0/name', `${EMBASSY}/cac:EndorserParty/cac:Party${PARTY.name ?? ''}`),
  row('/embassyEndorsement/0/country', `${EMBASSY}/cac:EndorserParty/cac:Party${PARTY.country ?? ''}`),
  row('/embassyEndorsement/0/date', `${EMBASSY}/cac:Signature/cbc:ValidationDate`, 'reading'),
]

const ASKED = 'UBL asks for it.'
const ALWAYS = '/certificateNumber'
const LEGALISED = '/embassyEndorsement/0/country'

const FILLERS: readonly Filler[] = [
  {
    to: '/cbc:UBLVersionID',
    at: ALWAYS,
    text: '2.1',
    why: 'The first version with all these elements; ISO/IEC 19845.',
  },
  { to: `${APPLICATION}/cbc:ReferenceID`, at: ALWAYS, why: ASKED },
  { to: `${APPLICATION}/cbc:OriginalJobID`, at: ALWAYS, why: ASKED },
  { to: `${SHIPMENT}/cbc:ID`, at: ALWAYS, why: ASKED },
  { to: `${CONSIGNMENT}/cbc:ID`, at: ALWAYS, why: ASKED },
  {
    to: `${ITEM}/cac:CommodityClassification/cbc:CommodityCode/@listID`,
    at: '/items/*/hsCode',
    text: 'HS',
    why: 'The Harmonized System.',
  },
  { to: `${APPLICATION}/cac:EndorserParty/cbc:RoleCode`, at: ALWAYS, text: 'exporter', why: ASKED },
  { to: `${APPLICATION}/cac:EndorserParty/cbc:SequenceNumeric`, at: ALWAYS, text: '1', why: ASKED },
  { to: `${APPLICATION}/cac:EndorserParty/cac:Party${PARTY.name ?? ''}`, at: '/exporter/name', why: ASKED },
  {
    to: `${APPLICATION}/cac:EndorserParty/cac:SignatoryContact/cbc:Note`,
    at: ALWAYS,
    text: 'not stated',
    without: ['/exporterDeclaration/signatory'],
    why: ASKED,
  },
  { to: `${APPLICATION}/cac:PreparationParty${PARTY.name ?? ''}`, at: '/exporter/name', why: ASKED },
  {
    to: `${ORIGINAL}/cbc:DocumentType`,
    at: '/originals/*/certificateNumber',
    text: 'original certificate of origin',
    why: 'Says what the document is.',
  },
  { to: `${ISSUER}/cbc:DocumentID`, at: ALWAYS, why: ASKED },
  { to: `${ISSUER}/cbc:ApprovalStatus`, at: ALWAYS, text: 'issued', why: ASKED },
  { to: `${ISSUER}/cac:EndorserParty/cbc:RoleCode`, at: ALWAYS, text: 'issuer', why: ASKED },
  { to: `${ISSUER}/cac:EndorserParty/cbc:SequenceNumeric`, at: ALWAYS, text: '2', why: ASKED },
  { to: `${ISSUER}/cac:EndorserParty/cac:Party${PARTY.id ?? ''}`, at: '/issuingAuthority/id', why: ASKED },
  {
    to: `${ISSUER}/cac:EndorserParty/cac:SignatoryContact/cbc:Note`,
    at: ALWAYS,
    text: 'not stated',
    without: ['/authorisedOfficial/id', '/authorisedOfficial/name'],
    why: ASKED,
  },
  { to: `${EMBASSY}/cbc:DocumentID`, at: LEGALISED, text: '1', why: ASKED },
  { to: `${EMBASSY}/cbc:ApprovalStatus`, at: LEGALISED, text: 'endorsed', why: ASKED },
  { to: `${EMBASSY}/cac:EndorserParty/cbc:RoleCode`, at: LEGALISED, text: 'embassy', why: ASKED },
  { to: `${EMBASSY}/cac:EndorserParty/cbc:SequenceNumeric`, at: LEGALISED, text: '3', why: ASKED },
  { to: `${EMBASSY}/cac:EndorserParty/cac:SignatoryContact/cbc:Note`, at: LEGALISED, text: 'not stated', why: ASKED },
  { to: `${EMBASSY}/cac:Signature/cbc:ID`, at: LEGALISED, text: '1', why: ASKED },
]

/** UBL 2.1 CertificateOfOrigin: places as paths of elements, `cbc:` and `cac:` for the two common namespaces. */
export const UBL: TreeTable = { rows: ROWS, fillers: FILLERS }
