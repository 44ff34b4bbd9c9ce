import type { FormatName } from './catalogue'

/** What a person has to know of a format beside its table. */
export interface FormatDescription {
  readonly title: string
  /** What it is, and what was read of it. */
  readonly source: string
  /** How the places of its table are written. */
  readonly places: string
  /** What to know before it is used. */
  readonly notes: readonly string[]
}

const CRITERION =
  'An origin criterion is written as one text, whatever its agreement: `CTH + RVC 40%, ACU`. The agreement may print it otherwise.'

/** All descriptions, by name of the format. */
export const DESCRIPTIONS: Readonly<Record<FormatName, FormatDescription>> = {
  wco: {
    title: 'WCO Data Model elements',
    source:
      'The classes and ids of the UN/CEFACT (edi3) mapping of certificates of origin to the WCO Data Model, of 2020. The Data Model itself was not read: check the ids against its current version.',
    places: 'Classes of the model as members of JSON, and in them the ids of its elements.',
    notes: [
      'A quantity is an object of `value` and `unitCode`: the unit has no id.',
      'The derived information package of the WCO framework was not read: this is not that package.',
      'Id 436 takes the code of a criterion alone; percentage, change of classification and what is combined stand beside.',
    ],
  },
  edi3: {
    title: 'edi3 / UN-CEFACT certificate of origin, JSON',
    source:
      'JSON Schema and full sample of the edi3 project, June 2020. The texts made of the vectors of the dataset were checked against that schema.',
    places: 'JSON Pointers.',
    notes: [
      'Identifiers are URIs there. A text that is none is written `id:` and percent-encoded, as the sample does.',
      'Days stand in places for points in time, at midnight UTC; only the day is read.',
      'An item with several trade line items is read as that many items.',
      'The schema has no place for quantities and masses of items: a text without what stands beside is no complete certificate.',
      CRITERION,
    ],
  },
  ubl: {
    title: 'UBL CertificateOfOrigin, XML',
    source:
      'Schema of OASIS UBL 2.1 (ISO/IEC 19845); later versions of UBL 2 only add to it. The texts made of the vectors of the dataset were checked against its elements, their order and number.',
    places:
      'Paths of elements below `CertificateOfOrigin`; `cbc:` and `cac:` are the common basic and aggregate components of UBL 2, `@` an attribute. Elements without a number are the first of their name.',
    notes: [
      'What has no place stands in one extension (`ext:UBLExtensions`), in the element `Beside` of the namespace `urn:eco:formats:beside:1`: canonical JSON, an object of JSON Pointers into the dataset and values.',
      'Text that XML 1.0 cannot carry, as U+FFFF, stands there too, in escapes of JSON.',
      'Invoices have no place: an invoice line of UBL asks for an amount and an item of its own.',
      'The means of transport has a place where the transport is by sea (mode 1), its number also by air (mode 4).',
      'Read: no document type, no entities but the five of XML, no processing instructions, XML 1.0 in UTF-8 alone.',
      CRITERION,
    ],
  },
  'form-d': {
    title: 'ATIGA Form D, boxes',
    source:
      'ATIGA Annex 7, Form D with its overleaf notes, and Annex 8. The message guideline of the e-Form D was not found: this is the form, not that message.',
    places: 'Numbers of boxes; those of an item are printed for each item.',
    notes: [
      'Text for people. It is not read: what a box says cannot be told for certain.',
      'Box 4 is filled by the importing customs, whose answer is a message of its own.',
      'A false flag is an empty box.',
      CRITERION,
    ],
  },
  eur1: {
    title: 'Movement certificate EUR.1, boxes',
    source:
      'Guidance on completing EUR.1, and the boxes of the like form EUR-MED as they are printed; of the Pan-Euro-Mediterranean type.',
    places: 'Numbers of boxes; those of an item are printed for each item.',
    notes: [
      'Text for people. It is not read: what a box says cannot be told for certain.',
      'EUR.1 has no box for HS codes and criteria. The application on its back is not written.',
      'A false flag is no remark.',
    ],
  },
  w3c: {
    title: 'View as a W3C Verifiable Credential',
    source: 'Verifiable Credentials Data Model 2.0 (media type `application/vc`).',
    places: 'JSON Pointers.',
    notes: [
      'A view, not a proof: it has no `proof` and nobody signed it. The signed document is an SD-JWT or a JWS of its own.',
      'A `proof` in a text that is read is not looked at.',
      'The terms of the subject are the names of the dataset. No vocabulary defines them; the context for undefined terms says so.',
      'The last day of validity is written as its last second in UTC; the day counts at the place of presentation.',
    ],
  },
}
