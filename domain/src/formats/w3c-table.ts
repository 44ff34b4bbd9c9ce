import { DATASET_PLACES } from '../dataset/places'
import type { Filler, Row, TreeTable } from './table'

const SUBJECT = '/credentialSubject'

const OWN: readonly Row[] = [
  {
    at: '/issuingAuthority/id',
    to: '/issuer/id',
    as: 'authority',
    known: 'reading',
    note: 'An issuer is named by a URL.',
  },
  { at: '/issuingAuthority/name', to: '/issuer/name', as: 'same', known: 'stated' },
  {
    at: '/issueDateTime',
    to: '/validFrom',
    as: 'same',
    known: 'reading',
    note: 'A certificate is valid from its issue.',
  },
  { at: '/validUntil', to: '/validUntil', as: 'endOfDay', known: 'stated' },
]

// Every other element by its own name: the subject of a credential holds what its issuer says, in any terms.
const SUBJECT_ROWS: readonly Row[] = DATASET_PLACES.map(([place, { format }]) =>
  format.kind === 'list' ? `${place}/*` : place,
)
  .filter((at) => !OWN.some((row) => row.at === at))
  .map((at) => ({ at, to: `${SUBJECT}${at}`, as: 'same', known: 'stated' }))

const ALWAYS = '/certificateNumber'

const FILLERS: readonly Filler[] = [
  { to: '/@context/0', at: ALWAYS, text: 'https://www.w3.org/ns/credentials/v2', why: 'The data model asks for it.' },
  {
    to: '/@context/1',
    at: ALWAYS,
    text: 'https://www.w3.org/ns/credentials/undefined-terms/v2',
    why: 'The terms of the subject are those of the dataset, which no vocabulary defines.',
  },
  { to: '/type/0', at: ALWAYS, text: 'VerifiableCredential', why: 'The data model asks for it.' },
  { to: '/type/1', at: ALWAYS, text: 'CertificateOfOrigin', why: 'Says what it is.' },
  {
    to: '/description',
    at: ALWAYS,
    text: 'A view of a certificate of origin. It carries no proof: ask for the signed document.',
    why: 'Nobody may take the view for the document.',
  },
]

/** The view in the shape of the W3C Verifiable Credentials Data Model 2.0, without a proof. */
export const W3C: TreeTable = { rows: [...OWN, ...SUBJECT_ROWS], fillers: FILLERS }
