import type { RecordKind } from '../ledger/keys'
import { ELEMENTS } from '../dataset/elements'
import type { AnyElementName } from '../dataset/elements'

/** How much of something a party gets: as it is, only a hash or blinded, by conclusion, or nothing. */
export const EXPOSURES = ['clear', 'hash', 'inferable', 'nothing'] as const

/** One of the degrees. */
export type Exposure = (typeof EXPOSURES)[number]

/** Who may look. The other members and the observer read the same channel; only a public status link is for everybody. */
export const PARTIES = ['issuing member', 'importing member', 'other members', 'observer', 'public'] as const

/** One of the parties. */
export type Party = (typeof PARTIES)[number]

/** One thing that somebody could want to know, and what each party gets of it. */
export interface ExposureRow {
  readonly field: string
  readonly exposure: Readonly<Record<Party, Exposure>>
  readonly remark: string
}

/** What the two members of a certificate see in full, and the rest of the channel in this degree. */
function channel(field: string, others: Exposure, remark: string, everybody: Exposure = 'nothing'): ExposureRow {
  return {
    field,
    exposure: {
      'issuing member': 'clear',
      'importing member': 'clear',
      'other members': others,
      observer: others,
      public: everybody,
    },
    remark,
  }
}

/** What each kind of record on the ledger shows: a new kind does not compile without a row. */
export const RECORD_EXPOSURE: Readonly<Record<RecordKind, ExposureRow>> = {
  certificate: channel(
    'registration of a certificate',
    'clear',
    'id, both members, authority, agreement, dates, key thumbprint; document by its hash, quantities blinded',
  ),
  status: channel('state of the document', 'clear', 'coded reasons, links by id, blinded sums of each item', 'clear'),
  use: channel(
    'one use, reservation or refusal',
    'clear',
    'blinded quantities, declaration by HMAC, date, coded reason',
  ),
  delivery: channel('delivery and acknowledgement', 'clear', 'state, times, coded reason'),
  verification: channel(
    'verification case',
    'clear',
    'kind, items, events and times; texts by the hash of a salted envelope',
  ),
  member: channel('member and its capabilities', 'clear', 'an administration, not a person'),
  authority: channel('authority and its keys', 'clear', 'an office, thumbprints and validity; no names of officials'),
  recognition: channel('recognition of an authority', 'clear', 'between administrations'),
  exporter: channel('authorisation of an exporter', 'clear', 'a code and chapters of the tariff; no name'),
  agreement: channel('state of an agreement profile', 'clear', 'approvals'),
  profile: channel('text of an agreement profile', 'clear', 'rules that are public law'),
  retention: channel('legal hold and purge', 'clear', 'coded reasons and times; the purged content is gone'),
}

/**
 * What follows from the records and blocks taken together, and cannot be hidden on one shared channel. A test in which an
 * uninvolved member reads all that its peer holds recovers what is told here to other members, and nothing else.
 */
export const CONCLUSIONS = {
  pairVolumes: channel('how many certificates two members exchange', 'inferable', 'registrations name both members'),
  authorityVolumes: channel('how many certificates an authority issues', 'inferable', 'registrations name it'),
  keyVolumes: channel('how many certificates are sealed with one key', 'inferable', 'registrations name the key'),
  issueTimes: channel('when each certificate was registered', 'clear', 'transactions have a time'),
  itemCounts: channel('how many items a certificate has', 'inferable', 'each item has a blinded quantity'),
  usedShares: channel('which share of an item is used', 'inferable', 'blinding keeps ratios'),
  declarationCounts: channel(
    'for how many declarations a certificate is used',
    'inferable',
    'each has a digest of its own, which nobody else can lead back to a declaration',
  ),
  clearanceDays: channel('how long goods take from issue to clearance', 'inferable', 'dates of issue and of uses'),
  exchangeTimes: channel(
    'when a document or text passed between two members',
    'inferable',
    'the block names their collection, and holds hashes of key and value',
  ),
  specimens: channel(
    'address and seal of an authority, shared with one member',
    'nothing',
    'in the collection of the two, which are here the member of the authority and that one; the others see that one was shared, when, and by trying names of which authority',
  ),
  links: channel('which certificate follows or is drawn from another', 'clear', 'links by id'),
  submitters: channel(
    'who submitted each change',
    'clear',
    'member, role and authority stand in the identity that signs; it is one for each role, not for each person',
  ),
  content: channel(
    'names, addresses, descriptions and values',
    'nothing',
    'in the document alone, never on the channel',
  ),
} as const satisfies Readonly<Record<string, ExposureRow>>

/** What somebody may conclude. */
export type Conclusion = keyof typeof CONCLUSIONS

/** What the channel's other members get of the elements of the dataset that the register tells; all others: nothing. */
const TOLD: Readonly<Partial<Record<AnyElementName, readonly [Exposure, string]>>> = {
  certificateNumber: ['nothing', 'the id is made of it with a secret of the two members: no guess can be tested'],
  agreement: ['clear', 'registered'],
  certificateType: ['clear', 'registered'],
  issuingCountry: ['clear', 'registered'],
  issuingAuthority: ['clear', 'registered'],
  importCountry: ['clear', 'registered'],
  validUntil: ['clear', 'registered'],
  issueDateTime: ['clear', 'the day is registered, the time is not'],
  'item.sequence': ['clear', 'registered'],
  'item.quantity': ['hash', 'multiplied by a secret factor of the document'],
}

/** Each element that a document can hold, and what each party gets of it. */
export const ELEMENT_EXPOSURE: readonly ExposureRow[] = (Object.keys(ELEMENTS) as AnyElementName[])
  .filter((name) => ['dataset', 'extensions'].includes(ELEMENTS[name].carriedBy))
  .map((name) => {
    const [others, remark] = TOLD[name] ?? ['nothing', 'in the document alone']
    return channel(name, others, remark)
  })
